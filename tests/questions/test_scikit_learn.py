"""scikit-learn's questions."""

from collections.abc import Callable

import numpy as np
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

from tests.questions.conftest import Right


def test_sklearn_fit_vs_predict(right: Right) -> None:
    rng = np.random.default_rng(1)
    train, target = rng.normal(5, 3, (50, 2)), rng.normal(size=50)
    pipe = make_pipeline(StandardScaler(), Ridge()).fit(train, target)
    row = np.array([[9.0, 1.0]])
    by_hand = pipe[-1].predict((row - train.mean(0)) / train.std(0))
    assert np.allclose(pipe.predict(row), by_hand)
    assert right("sklearn-fit-vs-predict") == {"It scales with the mean and spread of X_train, then predicts"}


def test_sklearn_selection_leakage(right: Right) -> None:
    rng = np.random.default_rng(1)
    noise, coin = rng.normal(size=(100, 10_000)), rng.integers(0, 2, 100)
    chosen = SelectKBest(k=20).fit_transform(noise, coin)
    score = cross_val_score(LogisticRegression(), chosen, coin, cv=5).mean()
    assert score > 0.8
    assert right("sklearn-selection-leakage") == {"About 0.90, as the columns were chosen with all labels"}


def test_sklearn_unknown_categories(right: Right) -> None:
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit([["red"], ["blue"]])
    assert right("sklearn-unknown-categories") == {f"`{encoder.transform([['green']])}`"}


def test_sklearn_grid_size(value: Callable[[str], float]) -> None:
    fits = 0

    class Counted(SVC):  # type: ignore[misc]
        def fit(self, *args: object, **named: object) -> object:
            nonlocal fits
            fits += 1
            return super().fit(*args, **named)

    grid = {"C": [0.1, 1, 10], "gamma": [0.01, 0.1], "kernel": ["rbf", "sigmoid"]}
    rng = np.random.default_rng(1)
    GridSearchCV(Counted(), grid, cv=5).fit(rng.normal(size=(40, 2)), np.arange(40) % 2)
    assert fits == value("sklearn-grid-size")


def test_ml_precision_recall_f1(value: Callable[[str], float]) -> None:
    precision, recall = 60 / (60 + 20), 60 / (60 + 40)
    assert abs(2 * precision * recall / (precision + recall) - value("ml-precision-recall-f1")) < 0.005
