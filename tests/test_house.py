"""Rules of the house that no other check holds: sizes, names, and that the words around the code are true."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
LONGEST_MODULE = 300
MAY_SAY_SOMETHING = {"config/__init__.py", "seminars/models/__init__.py", "seminars/admin/__init__.py"}

# Written in parts, so that this file does not hold what it forbids.
HOMES = ("home", "root", "work", "farm", "Users")
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "pypi" + ".tuna",
    "/pypi" + "/simple",
    "npm" + "js.org",
    "npm" + "js.com",
    "npm" + "mirror.com",
    "proxy." + "golang.org",
)
# A path begins a word: /en/home/ within an address is none of them.
HOME_PATH = re.compile(rf"(?<![\w.:/~$}}-])/(?:{'|'.join(HOMES)})/")

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]+")


@cache
def files() -> tuple[str, ...]:
    """The committed files that are there; without git, all but what is made at run time."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        every = (str(each.relative_to(ROOT)) for each in ROOT.rglob("*") if each.is_file())
        made = re.compile(r"^(var|\.(?!ci/|gitignore$)[^/]*)(/|$)|__pycache__/")
        listed = [name for name in every if not made.search(name)]
    return tuple(sorted(name for name in listed if name and (ROOT / name).is_file()))


def text_of(name: str) -> str:
    """The content of a file; '' for what is no text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def modules() -> list[str]:
    rooms = ("seminars/", "config/", "tests/", "bench/")
    return [name for name in files() if name.endswith(".py") and name.startswith(rooms)]


def pages() -> list[str]:
    """The Markdown pages around the code."""
    return [
        name for name in files() if name.endswith(".md") and ("/" not in name or name.startswith("docs/"))
    ]


def variables_read(source: str) -> set[str]:
    """The environment variables that a module of settings asks for by name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(
            ("env.", "os.environ.get", "os.getenv")
        ):
            words = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            words = [node.slice.value] if isinstance(node.slice, ast.Constant) else []
        else:
            continue
        found |= {word for word in words[:1] if isinstance(word, str) and VARIABLE.fullmatch(word)}
    return found


def anchors(page: str) -> set[str]:
    """What `#…` may name in a Markdown page, by GitHub's rule."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


def shape(page: str) -> dict[str, object]:
    """What two pages of equal content have alike, whatever their language."""
    prose = FENCED.sub("", page)
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)],
        "code blocks": len(FENCED.findall(page)),
        "table rows": len(re.findall(r"^\|", prose, re.MULTILINE)),
        "list items": len(re.findall(r"^- ", prose, re.MULTILINE)),
        "first words of table rows": re.findall(r"^\| (`[^`]+`)", prose, re.MULTILINE),
    }


def test_no_module_is_long() -> None:
    lengths = {name: len(text_of(name).splitlines()) for name in modules() if "/migrations/" not in name}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_packages_say_nothing() -> None:
    spoken = {name for name in modules() if name.endswith("__init__.py") and text_of(name).strip()}

    assert spoken - MAY_SAY_SOMETHING == set()


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{name}:{number}"
        for name in files()
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if HOME_PATH.search(line) or any(host in line for host in REGISTRIES)
    ]

    assert found == []


def test_every_dependency_has_its_reason() -> None:
    wanted = re.findall(r"^[A-Za-z][\w.-]*", text_of("requirements.in"), re.MULTILINE)
    reasons = re.findall(r"^\| `([^`]+)` \|", text_of("docs/decisions/0006-dependencies.md"), re.MULTILINE)

    assert sorted(reasons, key=str.lower) == sorted(wanted, key=str.lower)


def test_both_readmes_have_the_same_content() -> None:
    english, chinese = (text_of(name) for name in READMES)

    assert shape(chinese) == shape(english)


@pytest.mark.parametrize("readme", READMES)
def test_every_variable_is_documented(readme: str) -> None:
    settings = [name for name in files() if re.fullmatch(r"config/\w+\.py", name)]
    wanted = set().union(*(variables_read(text_of(name)) for name in settings))

    assert {"SECRET_KEY", "DATA_KEYS", "DATABASE_URL", "EMAIL_URL", "PORT"} <= wanted
    assert wanted - set(re.findall(r"`([A-Z_]+)`", text_of(readme))) == set()


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_documented(readme: str) -> None:
    commands = re.findall(r"^seminars/management/commands/([a-z]\w*)\.py$", "\n".join(files()), re.MULTILINE)

    assert (
        set(re.findall(r"^\| `([a-z_]+)\b[^`]*` \|", text_of(readme), re.MULTILINE)) >= set(commands) != set()
    )


@pytest.mark.parametrize("page", pages())
def test_links_lead_somewhere(page: str) -> None:
    broken = []
    for link in LINK.findall(FENCED.sub("", text_of(page))):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / name).resolve() if name else ROOT / page
        if target.is_relative_to(ROOT / "docs" / "images"):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link)

    assert broken == []
