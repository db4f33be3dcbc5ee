"""One question, frozen, for tests that need something to show: B is right."""

from bot.domain.frozen import FrozenQuestion, Key
from bot.domain.question import Kind, Level, Reference

WHY = (
    "Deleting loses the record of what went wrong, and clients that resolve the alias break.",
    "Clients resolve `models:/name@champion` at load time, so moving the alias is one atomic call.",
    "Retraining takes hours, and the result need not be the model you had.",
    "Stages are deprecated, and archiving does not change where the alias points.",
)
ANSWER = """\
I never deploy a version number, I deploy an **alias**. Serving code loads `models:/fraud@champion`,
so a rollback is one registry call:

```python
client.set_registered_model_alias("fraud", "champion", version=41)  # still there with run, metrics, signature
```

The previous version is untouched, so I know exactly what I return to. Afterwards:

1. keep the bad version, tagged with the reason;
2. reload the servers, for they may cache;
3. write down what the check before promotion should have caught.
"""

QUESTION = FrozenQuestion(
    question_id="mlflow-alias-rollback",
    revision="1",
    topic="mlflow",
    topic_title="MLflow",
    level=Level.MID,
    kind=Kind.CHOICE,
    prompt="A new model behind the alias `champion` misbehaves in production. What is the quickest safe way back?",
    options=(
        "Delete the new version from the registry.",
        "Move the alias back to the previous version.",
        "Retrain the previous model from its run.",
        "Change the stage of the new version to `Archived`.",
    ),
    unit="",
    keys=(Key((1,), WHY),),
    open_prompt="How would you roll back a model in MLflow, and what makes that safe?",
    answer=ANSWER,
    key_points=(
        "Aliases separate what is deployed from what is registered",
        "Moving an alias is atomic and reversible",
        "Servers that cached the model must reload it",
    ),
    references=(Reference("MLflow: Model Registry", "https://mlflow.org/docs/latest/ml/model-registry/"),),
)
