from seminars.text.bilingual import Bilingual, short_language


def test_best_falls_back_to_the_other_language() -> None:
    both, chinese, empty = Bilingual("题目", "Title"), Bilingual(zh="题目"), Bilingual()

    assert [both.best("en-GB"), both.best("zh-hans"), chinese.best("en"), empty.best("en")] == [
        "Title",
        "题目",
        "题目",
        "",
    ]


def test_language_of_best_is_the_one_really_written() -> None:
    both, chinese, empty = Bilingual("题目", "Title"), Bilingual(zh="题目"), Bilingual()

    assert [one.language_of_best("en") for one in (both, chinese, empty)] == ["en", "zh", "en"]


def test_bilingual_is_false_only_when_both_are_missing() -> None:
    assert [bool(Bilingual()), bool(Bilingual(en="x")), bool(Bilingual(zh="x"))] == [False, True, True]


def test_short_language_knows_regions() -> None:
    assert [short_language(code) for code in ("zh-hans", "en", "EN-gb", "fr")] == ["zh", "en", "en", "zh"]
