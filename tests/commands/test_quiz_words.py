"""RULES: how the words after /quiz are read."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import QuizWords, TopicNames, guesses, quiz_words
from bot.domain.question import Topic
from bot.errors import UsageError
from tests.commands.topics import NAMES, TITLES

ONE_WORD = [
    "mlflow",
    "Airflow",
    "ci/cd",
    "feature-stores",
    "operations",
    "senior",
    "7",
    "mistakes",
    "WEAKEST",
]


def read(typed: str) -> QuizWords:
    return quiz_words(typed.split(), NAMES)


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("mlflow", "mlflow"),
        ("MLflow", "mlflow"),
        ("ml flow", "mlflow"),
        ("ML-Flow,", "mlflow"),
        ("ｍｌｆｌｏｗ", "mlflow"),
        ("\u202emlflow\u200b", "mlflow"),
        ("feature store", "feature-store"),
        ("feature_stores", "feature-store"),
        ("featurestore", "feature-store"),
        ("Apache Airflow", "airflow"),
        ("ci cd", "ci-cd"),
        ("CICD", "ci-cd"),
        ("statistics", "statistics-ab-testing"),
        ("A/B tests", "statistics-ab-testing"),
        ("ab testing", "statistics-ab-testing"),
        ("statistics and a/b tests", "statistics-ab-testing"),
        ("sklearn", "scikit-learn"),
        ("scikit learn", "scikit-learn"),
        ("k8s", "kubernetes"),
        ("retrieval augmented generation", "rag"),
    ],
)
def test_a_topic_is_known_by_name_and_title_in_any_spelling(typed: str, topic: str) -> None:
    found = read(typed)
    if found.unknown:
        assert guesses(found, NAMES) == [topic], "at least it is guessed"
    else:
        assert found.topics == (topic,)


@pytest.mark.parametrize("typed", ["operations", "Operations area", "ops", "OPERATION"])
def test_an_area_stands_for_its_topics(typed: str) -> None:
    assert set(read(typed).topics) == set(TITLES["operations"])


@pytest.mark.parametrize("typed", ["mlflow airflow", "mlflow,airflow", "airflow + mlflow", "mlflow/airflow"])
def test_several_topics_in_one_go(typed: str) -> None:
    assert read(typed).said == ("airflow", "mlflow")


@pytest.mark.parametrize("typed", ["senior", "seniors", "Senior-level", "senior level", "sr"])
def test_a_level_in_many_hands(typed: str) -> None:
    found = read(f"mlflow {typed}")
    assert (found.level, found.unknown) == ("senior", ())


@pytest.mark.parametrize("typed", ["mistakes", "my mistakes", "My Mistake", "wrong"])
def test_my_mistakes_are_words_of_the_command(typed: str) -> None:
    assert read(typed).mistakes and not read(typed).unknown


@pytest.mark.parametrize("typed", ["weakest", "my weakest topic", "weak"])
def test_weakest_is_a_word_of_the_command(typed: str) -> None:
    assert read(typed).weakest and not read(typed).unknown


@pytest.mark.parametrize("typed", ["mixed", "random", "everything", "please", "10 questions"])
def test_mixed_is_any_topic(typed: str) -> None:
    found = read(typed)
    assert (found.topics, found.unknown, found.mistakes) == ((), (), False)


@pytest.mark.parametrize("typed", ["0", "21", "-1", "−3", "99999999999999999999", "2.5", "1000", "٢١"])
def test_a_count_outside_one_to_twenty_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="1 to 20 questions"):
        read(f"mlflow {typed}")


def test_two_counts_or_two_levels_are_refused() -> None:
    with pytest.raises(UsageError, match="one number"):
        read("mlflow 3 5")
    with pytest.raises(UsageError, match="One level at a time"):
        read("mlflow junior senior")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mlfow", "mlflow"),
        ("mflow", "mlflow"),
        ("kubernets", "kubernetes"),
        ("featre store", "feature-store"),
        ("senoir", "senior"),
        ("mistaks", "mistakes"),
        ("oprations", "operations"),
        ("quality", "data-quality"),
    ],
)
def test_a_slip_is_guessed(typed: str, meant: str) -> None:
    assert guesses(read(typed), NAMES)[0] == meant


NONSENSE = [
    "cobol",
    "blockchain",
    "javascript",
    "xyzzy",
    "asdf",
    "foo bar",
    "日本",
    "🙂",
    "a",
    "x" * 400,
    "___",
]


@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_gets_no_guess(typed: str) -> None:
    assert guesses(read(typed), NAMES) == []


def test_a_guess_keeps_what_was_understood() -> None:
    found = read("mlfow 3 senior airflow")
    assert found.spelled(guesses(found, NAMES)) == "airflow mlflow 3 senior"


def test_where_a_topic_and_an_area_share_a_name_the_topic_is_meant() -> None:
    names = TopicNames.of([Topic("dvc", "DVC", "data"), Topic("data", "Data", "data")])
    assert quiz_words(["data"], names).topics == ("data",)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with suppress(UsageError):
        found = read(text)
        guesses(found, NAMES)
        assert 1 <= found.count <= 20


@given(st.permutations(ONE_WORD))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    assert quiz_words(words, NAMES) == quiz_words(ONE_WORD, NAMES)


@given(st.lists(st.sampled_from(ONE_WORD), unique=True))
def test_what_was_understood_can_be_typed_again(words: list[str]) -> None:
    found = quiz_words(words, NAMES)
    again = read(found.spelled())
    assert again == found
