"""Dutch text to verdict: which rights a message invokes, how sure that is, and where it says so."""

from classifiers.labels import DUTCH_NAMES, FOLLOWUPS, LABELS, REQUEST_LABELS
from classifiers.pipeline import Classifier, load
from classifiers.verdict import Message, Verdict, report

__all__ = [
    "DUTCH_NAMES",
    "FOLLOWUPS",
    "LABELS",
    "REQUEST_LABELS",
    "Classifier",
    "Message",
    "Verdict",
    "load",
    "report",
]
