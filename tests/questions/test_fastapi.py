"""FastAPI and Pydantic."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from tests.questions.conftest import Right


class Row(BaseModel):
    age: int
    plan: Literal["free", "pro"]
    income: float | None = None


def test_fastapi_validation(right: Right) -> None:
    app = FastAPI()

    def predict(row: Row) -> float:
        return 0.5

    app.post("/predict")(predict)
    bodies = (
        '{"age": "41", "plan": "pro"}',
        '{"age": 41.5, "plan": "pro"}',
        '{"age": 41, "plan": "gold"}',
        '{"age": -5, "plan": "free"}',
        '{"plan": "pro", "income": 9}',
    )
    client = TestClient(app)
    refused = {
        f"`{body}`" for body in bodies if client.post("/predict", json=json.loads(body)).status_code == 422
    }
    assert refused == right("fastapi-validation")


def test_fastapi_testing(right: Right) -> None:
    store: dict[str, Any] = {}

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        store["model"] = 0.5
        yield

    app = FastAPI(lifespan=lifespan)

    def predict() -> float:
        return float(store["model"])

    app.get("/predict")(predict)
    with pytest.raises(KeyError, match="model"):
        TestClient(app).get("/predict")
    with TestClient(app) as client:
        assert client.get("/predict").json() == 0.5
    assert right("fastapi-testing") == {"The client is not used in a `with` block, so lifespan has not run"}
