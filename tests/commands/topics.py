"""Topics as the bank has them, for reading words."""

from bot.commands import TopicNames
from bot.domain.question import Topic

TITLES = {
    "operations": {
        "mlflow": "MLflow",
        "airflow": "Apache Airflow",
        "kubernetes": "Kubernetes",
        "ci-cd": "CI/CD",
        "mlops-fundamentals": "MLOps fundamentals",
    },
    "data": {"feature-store": "Feature stores", "data-quality": "Data quality", "dvc": "DVC"},
    "modelling": {"scikit-learn": "scikit-learn", "keras": "Keras"},
    "foundations": {
        "statistics-ab-testing": "Statistics and A/B tests",
        "ml-fundamentals": "ML fundamentals",
    },
    "llm-systems": {"rag": "Retrieval-augmented generation"},
    "practice": {"behavioral": "Behavioural", "git": "Git"},
}
TOPICS = [Topic(name, title, area) for area, named in TITLES.items() for name, title in named.items()]
NAMES = TopicNames.of(TOPICS)
