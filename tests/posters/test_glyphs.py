"""What the fonts can set is left alone; of the rest no empty box remains."""

import pytest

from seminars.posters.glyphs import settable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张𬭎、龑、䶮、喆", "张𬭎、龑、䶮、喆"),
        ("ℝⁿ 上的 ∑ₖ √x ≤ 𝔽", "ℝⁿ 上的 ∑ₖ √x ≤ 𝔽"),
        ("Łukasz Müller, Ålesund", "Łukasz Müller, Ålesund"),
        ("今晚 🎉🎉 见👩\u200d💻！", "今晚 见！"),
        ("❤️ 量子", "量子"),
        ("张𠮷", "张〓"),
        ("  两\t行\n", "两 行"),
    ],
)
def test_characters(text: str, shown: str) -> None:
    assert settable(text) == shown
