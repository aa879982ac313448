"""What the demo says: invented people, rooms and results, in two languages."""

from __future__ import annotations

from dataclasses import dataclass, field

from seminars.text.bilingual import Bilingual


@dataclass(frozen=True)
class DemoSpeaker:
    """A person of the demo."""

    slug: str
    name: Bilingual
    affiliation: Bilingual
    biography: Bilingual = Bilingual()
    honorific: str = ""


@dataclass(frozen=True)
class DemoTalk:
    """A talk of the demo; `abstracts` maps a language to title and text."""

    speakers: tuple[DemoSpeaker, ...]
    abstracts: dict[str, tuple[str, str]] = field(default_factory=dict)
    joint_biography: Bilingual = Bilingual()
    language: str = ""
    links: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    why: Bilingual = Bilingual()


LIN = DemoSpeaker(
    "lin-zhiyuan",
    Bilingual("林知远", "Lin Zhiyuan"),
    Bilingual("云栖湾大学计算机学院", "School of Computing, Yunqi Bay University"),
    Bilingual(
        "林知远是云栖湾大学二年级博士生，研究大模型推理系统，喜欢把慢的东西变快。",
        "Lin Zhiyuan is a second-year PhD student at Yunqi Bay University. He makes slow inference fast.",
    ),
    "同学",
)
SHEN = DemoSpeaker(
    "shen-qi",
    Bilingual("沈栖", "Shen Qi"),
    Bilingual("海砚实验室", "Haiyan Lab"),
    Bilingual(
        "沈栖是海砚实验室研究员，研究方向为长上下文建模。", "Shen Qi works on long contexts at Haiyan Lab."
    ),
)
WEN = DemoSpeaker("wen-rugu", Bilingual("温如故", "Wen Rugu"), Bilingual("海砚实验室", "Haiyan Lab"))
MIRA = DemoSpeaker("mira-castell", Bilingual(en="Mira Castell"), Bilingual("海砚实验室", "Haiyan Lab"))
QIN = DemoSpeaker(
    "qin-langyue",
    Bilingual("秦朗月", "Qin Langyue"),
    Bilingual("鹿鸣研究院", "Luming Institute"),
    Bilingual("秦朗月研究因果推断。", "Qin Langyue studies causal inference."),
    "老师",
)
RUAN = DemoSpeaker(
    "ruan-xingyi",
    Bilingual("阮星移", "Ruan Xingyi"),
    Bilingual("北辰理工大学", "Beichen Institute of Technology"),
)
ARVID = DemoSpeaker(
    "arvid-nystrand",
    Bilingual(en="Arvid Nystrand"),
    Bilingual(en="Lakemont University, Boston"),
    Bilingual(en="Arvid Nystrand teaches at Lakemont University and counts what is hard to count."),
    "Prof.",
)
ODA = DemoSpeaker("oda-fenwick", Bilingual(en="Oda Fenwick"), Bilingual(en="Northmere College"))

SCALING = DemoTalk(
    (LIN,),
    {
        "zh": (
            "最大值有多大：从正态样本到缩放律",
            "设 $z_1,z_2,\\cdots,z_n$ 独立同分布于 $\\mathcal{N}(0,1)$，那么\n"
            "\\begin{equation}\\mathbb{E}[z_{\\max}] \\sim \\sqrt{2\\log n}\\label{eq:max}\\end{equation}\n"
            "我们用 \\eqref{eq:max} 解释为什么大批量训练的**最优学习率**增长得如此缓慢，"
            "并给出矩阵情形 $\\boldsymbol{W}\\in\\mathbb{R}^{n\\times m}$ 的对应结论："
            "$\\|\\boldsymbol{W}\\|_2 \\approx \\sqrt{n}+\\sqrt{m}$。",
        ),
        "en": (
            "How large is the largest: from Gaussian samples to scaling laws",
            "Let $z_1,\\dots,z_n$ be i.i.d. $\\mathcal{N}(0,1)$. Then\n"
            "\\begin{equation}\\mathbb{E}[z_{\\max}] \\sim \\sqrt{2\\log n}\\label{eq:max}\\end{equation}\n"
            "We use \\eqref{eq:max} to explain why the **best learning rate** grows so slowly with the batch, "
            "and give the matrix case: $\\|\\boldsymbol{W}\\|_2 \\approx \\sqrt{n}+\\sqrt{m}$.",
        ),
    },
    language="zh",
    links=(("paper", "https://papers.example.org/largest"),),
    tags=("learning-theory",),
    why=Bilingual("一个公式，看懂三篇论文。", "One formula, three papers understood."),
)
UNTITLED = DemoTalk(
    (SHEN,),
    {
        "zh": (
            "",
            "位置编码常被当作实现细节。本报告从群表示的角度重新整理旋转类编码，解释为什么某些频率在长上下文训练后期"
            "几乎不再更新，并给出一个只改两行代码的重参数化。",
        )
    },
    language="zh",
    tags=("architecture",),
)
JOINT = DemoTalk(
    (WEN, MIRA),
    {
        "zh": (
            "后训练的算力怎么分",
            "我们研究在固定算力预算下如何分配预训练与强化学习阶段的计算量。最优的强化学习占比随基座损失的下降而缓慢上升，"
            "并在约 18% 处饱和。",
        ),
        "en": (
            "Splitting compute after pre-training",
            "Given a fixed budget, how much should go to reinforcement learning? The best share rises slowly as the "
            "base loss falls, and saturates near 18%.",
        ),
    },
    joint_biography=Bilingual(
        "温如故与 Mira Castell 均为海砚实验室后训练组成员，也是该工作的共同第一作者。",
        "Wen Rugu and Mira Castell are members of the post-training group of Haiyan Lab and share first authorship.",
    ),
    language="mixed",
    tags=("learning-theory",),
)
CAUSAL = DemoTalk(
    (QIN,),
    {
        "zh": (
            "可撤回的边：表格数据上的因果发现",
            "因果发现算法在真实表格数据上常常给出互相矛盾的图。我们提出用“可撤回的边”表达不确定性，并给出主动询问专家的策略。",
        )
    },
    language="zh",
    tags=("causality",),
)
HEAT = DemoTalk(
    (RUAN,),
    {
        "zh": ("图上热核的近线性估计", "我们给出图上热核 $e^{-tL}$ 的随机估计，复杂度为 $\\tilde{O}(|E|)$。"),
        "en": (
            "Near-linear estimation of heat kernels",
            "A randomized estimate of $e^{-tL}$ in $\\tilde{O}(|E|)$.",
        ),
    },
    language="zh",
    tags=("algorithms",),
)
REFEREES = DemoTalk(
    (ARVID,),
    {
        "en": (
            "Small referees for large models",
            "Small models can referee large ones when the rules are explicit. We quantify how explicit: with $k$ rules "
            "and error rate $\\varepsilon$, a referee of $O(k\\log\\frac{1}{\\varepsilon})$ parameters suffices.",
        )
    },
    language="en",
    tags=("learning-theory",),
    why=Bilingual(en="You will never again ask a model to grade itself."),
)
COUNTING = DemoTalk(
    (ODA,),
    {
        "en": (
            "Counting lattice points by walking",
            "A random walk that counts, with a proof that fits on one board.",
        )
    },
    language="en",
    tags=("algorithms",),
    links=(
        ("slides", "https://slides.example.org/lattice"),
        ("recording", "https://video.example.org/lattice"),
    ),
)
PAST_HEAT = DemoTalk(
    (RUAN,),
    {
        "zh": ("稀疏化：少即是多", "边少了，谱还在。"),
        "en": ("Sparsification: less is more", "Fewer edges, the same spectrum."),
    },
    language="zh",
    tags=("algorithms",),
    links=(
        ("slides", "https://slides.example.org/sparse"),
        ("recording", "https://video.example.org/sparse"),
        ("paper", "https://papers.example.org/sparse"),
    ),
)
CLOCKS = DemoTalk(
    (SHEN,),
    {
        "zh": ("长上下文的时钟", "为什么训练后期有些频率不再更新。"),
        "en": ("Clocks for long contexts", "Why some frequencies stop."),
    },
    language="zh",
    tags=("architecture",),
    links=(
        ("recording", "https://video.example.org/clocks"),
        ("slides", "https://slides.example.org/clocks"),
    ),
)
WITHOUT_ABSTRACT = DemoTalk(
    (QIN,), {"zh": ("专家只有十分钟：询问的顺序", "")}, language="zh", tags=("causality",)
)

TAGS = {
    "learning-theory": Bilingual("学习理论", "Learning theory"),
    "architecture": Bilingual("模型架构", "Architectures"),
    "causality": Bilingual("因果推断", "Causality"),
    "algorithms": Bilingual("算法", "Algorithms"),
}
