"""The words that announce a field, in Chinese and in English."""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    "title": "题目 报告题目 讲座题目 演讲题目 论文题目 标题 主题 报告主题 讲座主题 报告名称 讲座名称 分享主题 讲题 "
    "演讲主题 演讲标题 报告标题 讲座标题 分享题目 课程名称 题 话题 议题 活动主题 本期主题 本期题目 沙龙主题 论文标题 "
    "名称 "
    "中文题目 英文题目 title topic talk talktitle what titleoftalk lecturetitle seminartitle subjectoftalk",
    "speaker": "报告人 主讲人 主讲 主讲嘉宾 主讲老师 讲者 讲座人 演讲人 演讲者 演讲嘉宾 嘉宾 报告嘉宾 分享人 "
    "分享嘉宾 报告者 宣讲人 授课教师 授课人 主讲教师 主讲者 本期讲者 本期嘉宾 特邀嘉宾 特邀报告人 特邀讲者 "
    "主讲专家 报告专家 分享者 领读人 领读 导读人 汇报人 讲员 讲师 "
    "speaker speakers presenter presenters who invitedspeaker lecturer guestspeaker guest",
    "time": "时间 报告时间 讲座时间 会议时间 活动时间 分享时间 日期 报告日期 演讲时间 上课时间 举办时间 举行时间 "
    "讲座日期 活动日期 开始时间 直播时间 时间安排 time date when dateandtime date&time "
    "date/time timeanddate time&date",
    "place": "地点 报告地点 新地点 地点不变 讲座地点 会议地点 活动地点 线下地点 分享地点 地址 教室 演讲地点 "
    "上课地点 "
    "举办地点 举行地点 会场 主会场 分会场 场地 线下会场 现场地点 讲座教室 "
    "venue venueunchanged newvenue newlocation location place where room address",
    "occasion": "时间地点 时间与地点 时间和地点 时间及地点 时间/地点 时间、地点 whenandwhere when&where "
    "timeandplace "
    "time&place timeandvenue time&venue timeandlocation time&location time/place time/location time/venue",
    "meeting": "腾讯会议 腾讯会议号 腾讯会议id 会议号 会议id 会议号码 线上 线上会议 线上地点 线上参会 线上链接 "
    "线上平台 直播 直播链接 会议链接 入会链接 参会链接 飞书会议 飞书 会议平台 线上会议号 线上会场 线上方式 "
    "会议软件 入会方式 参会方式 腾讯会议链接 直播平台 直播地址 在线会议 网络会议 远程参会 远程 "
    "tencentmeeting tencentmeetingid voov "
    "voovmeeting zoom zoommeeting zoomid zoom会议 zoom会议号 zoomlink meetingid meetinglink online "
    "onlinelink googlemeet joinlink join joinonline webinarid conferenceid "
    "livestream teams microsoftteams",
    "passcode": "会议密码 密码 入会密码 参会密码 会议口令 passcode password meetingpassword meetingpasscode 口令",
    "abstract": "摘要 报告摘要 内容摘要 讲座摘要 内容简介 报告内容 报告简介 讲座内容 讲座简介 内容概要 内容提要 "
    "中文摘要 英文摘要 课程介绍 课程简介 内容介绍 报告概要 演讲摘要 演讲内容 分享内容 分享简介 分享摘要 内容 "
    "讲座介绍 主题简介 活动简介 报告提要 提要 题目简介 论文摘要 导语 "
    "abstract summary talkabstract abs abouttalk aboutthetalk description synopsis",
    "bio": "简介 个人简介 报告人简介 主讲人简介 讲者简介 嘉宾简介 演讲人简介 演讲者简介 主讲嘉宾简介 作者简介 "
    "个人介绍 讲者介绍 报告人介绍 主讲简介 主讲人介绍 嘉宾介绍 讲员简介 讲师简介 分享人简介 分享嘉宾简介 "
    "演讲嘉宾简介 报告嘉宾简介 专家简介 主讲专家简介 教授简介 个人简历 演讲人介绍 教师简介 讲座人简介 关于主讲人 "
    "关于讲者 关于报告人 关于嘉宾 关于演讲者 人物简介 "
    "bio bios biography biographies shortbio speakerbio speakerbios "
    "aboutthespeaker aboutthespeakers "
    "speakerbiography biosketch shortbiography aboutspeaker",
    "affiliation": "单位 报告人单位 所在单位 工作单位 机构 主讲人单位 讲者单位 嘉宾单位 所属单位 affiliation "
    "institution "
    "affiliations from",
    "position": "职称 职务 职位 报告人职称 主讲人职称 职称职务 职务职称 position",
    "host": "主持人 主持 会议主持 主持老师 主持嘉宾 host chair moderator hosts hostedby sessionchair chairs "
    "chairperson",
    "inviter": "邀请人 邀请老师 邀请教师 邀请 inviter invitedby",
    "contact": "联系人 联系方式 联系电话 联系邮箱 咨询 咨询电话 邮箱 会务联系 会务 联系 联系老师 电话 咨询邮箱 "
    "contact contactperson email inquiries enquiries contacts questions",
    "organizer": "主办 主办单位 主办方 承办 承办单位 协办 协办单位 承办方 协办方 支持单位 组织单位 组织者 "
    "organizer organizers organizedby sponsor sponsors organiser organisers",
    "signup": "报名 报名链接 报名方式 报名地址 报名网址 报名入口 注册链接 预约链接 报名表 报名问卷 线上报名 "
    "报名二维码 "
    "registration register signup rsvp registrationlink signuplink registerat registerhere",
    "deadline": "报名截止 报名截止时间 截止时间 截止日期 报名时间 报名截止日期 截止 deadline registrationdeadline",
    "audience": "参加对象 参会对象 面向对象 面向人群 听众 适合人群 参与对象 听众对象 对象 audience",
    "series": "系列 讲座系列 系列讲座 系列报告 论坛 系列名称 seminarseries series",
    "number": "期数 期号",
    "language": "语言 报告语言 讲座语言 language",
    "subject": "会议主题 会议名称",
    "notes": "备注 注 附注 说明 注意 注意事项 温馨提示 提示 茶歇 茶会 茶叙 餐饮 note notes remark "
    "remarks refreshments tea",
    "links": "链接 论文链接 相关链接 论文 论文地址 代码 参考文献 幻灯片 课件 回放 录像 模型与数据 "
    "moreinformation furtherinformation furtherinfo details 附件 附图 海报 attachment attachments "
    "poster 主页 个人主页 网站 网址 homepage website webpage web personalpage personalwebsite url moreinfo "
    "paper papers link links code slides references recording modelordata",
    "previous": "原时间 原定时间 原计划时间 原地点 原定地点 原教室 was originaltime originalvenue oldvenue oldtime "
    "originaldate "
    "originallyscheduled",
    "new_time": "新时间 现改为 现时间 改期后时间 调整后时间 变更后时间 newtime newdate",
    "keywords": "关键词 关键字 keywords",
    # What stands beside an announcement: other dates and people, the way there, the frame of a page.
    "aside": "下次 下期 下一期 下周 下期预告 下次预告 往期 往期回顾 上期 上次 上期回顾 发布时间 发布日期 发布者 "
    "发布人 更新时间 "
    "浏览次数 浏览 点击数 点击 点击量 阅读 阅读量 来源 作者 编辑 审核 供稿 撰稿 责任编辑 上一篇 下一篇 上一条 "
    "下一条 "
    "公交 交通 乘车 乘车路线 交通路线 交通方式 班车 停车 地铁 路线 "
    "qq群 qq群号 qq 群号 微信群 公众号 微信公众号 交流群 群 与谈人 评议人 点评人 点评 点评嘉宾 导师 "
    "指导教师 指导老师 答辩委员会 答辩委员 委员 委员会 秘书 答辩秘书 学科专业 专业 supervisor "
    "advisor committee major 讨论人 与谈嘉宾 "
    "对谈人 记录 记录人 "
    "学分 学号 费用 日程 日程安排 议程 会议议程 schedule 活动流程 流程 会议日程 时区 奖品 出席 翻译 "
    "nexttalks upcoming upcomingtalks upcomingseminars futuretalks comingup 后续安排 后续报告 "
    "近期报告 近期讲座 下期安排 next nexttime nextweek nexttalk lastweek lasttime posted published "
    "updated discussant discussants "
    "program programme agenda "
    "parking directions gettingthere dialin dialbyyourlocation phone tel telephone wechat cost fee views "
    "isbn issn doi",
}
FIELDS = {word: name for name, words in _WORDS.items() for word in words.split()}
# What may stand before the last word of a label: 博士学位论文答辩时间, 特邀报告人.
_OF_WHAT = (
    r"(?:本次|本期|本场|学术|报告会?|讲座|演讲|活动|会议|论文|答辩|预答辩|开题|中期|学位|博士|硕士|本科|毕业|分享会?|"
    r"汇报|课程|沙龙|论坛|研讨会?|研讨班|讨论班|组会|读书会|直播|现场|线下|举办|举行|召开|开讲|上课|暂定|中文|英文|"
    r"特邀|主讲|主|邀请|第[一二三四五1-5]位|嘉宾|专家|宣讲|培训|比赛|选题|研究|演出|工作坊|嘉宾|教师|老师|讲者|讲员|"
    r"报告人|主讲人|讲座人|演讲人|分享人|汇报人|答辩人|作者|人物|个人|专场|内容|主题|线上)"
)
_FAMILIES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "meeting",
            r"(?:#|腾讯|飞书|钉钉|zoom|voov|teams|webex|googlemeet|microsoftteams|tencent|feishu|线上|在线|online|"
            r"网络|远程|云端|meeting|会议|virtual|remote|webinar|直播|video|视频)+"
            r"(?:会议|meeting|webinar|参[加会与]|参加方式|方式|链接|id|号码?|代码|code|link|url|观看|收看|接入|入口|"
            r"直播|平台|室|会场|房间|地点|info|information|details|access|number|room|加入|入会|网址|地址|option|"
            r"attendance|participation|&|及|和|/)*",
        ),
        (
            "passcode",
            r"(?:腾讯会议|飞书|zoom|teams|meeting|webinar|会议|入会|参会)*(?:密码|口令|passcode|password|pwd)",
        ),
        ("title", rf"{_OF_WHAT}{{1,4}}(?:题目|标题|讲题|课题|主题|名称)"),
        (
            "speaker",
            rf"{_OF_WHAT}{{0,3}}(?:报告人|主讲人|主讲|讲者|演讲者|演讲人|分享人|分享者|答辩人|汇报人|讲员|讲师|宣讲人|"
            r"报告者|报告专家|申请人|候选人|博士研究生|硕士研究生|博士生|研究生|student|phdstudent|doctoralcandidate|答辩学生|答辩同学|报告同学|报告老师|发言人|引言人)",
        ),
        ("time", rf"{_OF_WHAT}{{1,4}}(?:时间|日期)"),
        ("place", rf"{_OF_WHAT}{{1,4}}(?:地点|教室|会场|地址|场地)"),
        ("host", rf"{_OF_WHAT}{{0,3}}主持人?(?:人|老师|教师|嘉宾)?"),
        ("abstract", rf"{_OF_WHAT}{{0,4}}(?:摘要|内容简介|内容提要|内容概要|内容介绍|提要|概要)"),
        ("bio", rf"{_OF_WHAT}{{1,4}}(?:简介|简历|介绍)"),
        (
            "title",
            r"(?:thesis|talk|seminar|lecture|presentation|colloquium|dissertation|workshop|paper|event|defen[cs]e|"
            r"chinese|english|proposed|tentative)+title",
        ),
        (
            "speaker",
            r"(?:today's|guest|invited|keynote|featured|our|seminar|colloquium|main|phd|student)*(?:speakers?|"
            r"presenters?|candidate|lecturer|discussionleader|defender)(?:name)?",
        ),
        ("time", r"(?:local|start|starting|seminar|talk|event|meeting|lecture|new)?(?:date|time)s?"),
        (
            "place",
            r"(?:in-?person|physical|event|seminar|talk|lecture|meeting|new|hybrid)?(?:venue|location|room|place)",
        ),
    )
)
# These run on over lines and paragraphs; the others end with their line.
LONG_FIELDS = frozenset({"abstract", "bio"})

# What the talks of an event have, one each.
_OF_TALKS = frozenset({"title", "speaker", "abstract", "bio"})
# No label is longer, in characters without space.
LONGEST = 28
_PARTS = re.compile(r"[㐀-鿿]+|[a-z&]+")
_SEVERAL = re.compile(r"[㐀-鿿a-z&/|()·、,]+")


def field_of(words: str) -> str | None:
    """The field a label such as `报 告 人`, `Talk title`, `题目 / Title` or `地点(Venue)` announces."""
    return _field_of_key("".join(words.split()).lower())


@lru_cache(maxsize=4096)
def _field_of_key(key: str) -> str | None:
    if key in FIELDS or not 1 < len(key) <= LONGEST:
        return FIELDS.get(key)
    for family, pattern in _FAMILIES:
        if pattern.fullmatch(key):
            return family
    if key[-1] in "123456789一二三四五六七八九" and not key[-2].isdigit():
        # 主讲人1, Title 2
        name = _field_of_key(key[:-1])
        return name if name in _OF_TALKS else None
    if _SEVERAL.fullmatch(key) is None:
        return None
    names = {FIELDS.get(part) for part in _PARTS.findall(key)}
    # 主讲人/单位 announces a person first.
    return names.pop() if len(names) == 1 else "speaker" if names == {"speaker", "affiliation"} else None
