"""Puts what staff supply in the place of a letter's fields."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from replies.dates import in_words
from replies.facts import Field, FieldType, FieldValue, Letter
from replies.tidy import tidy


class FieldError(ValueError):
    """A value that does not fit its field; the message names the field and the cure."""


def fields(letter: Letter) -> tuple[Field, ...]:
    """Return the fields that are still open in the letter, in the order of its text."""
    present = [field for field in letter.fields if field.token in letter.body]
    return tuple(sorted(present, key=lambda field: letter.body.index(field.token)))


def fill(letter: Letter, values: Mapping[str, FieldValue]) -> Letter:
    """Return the letter with these fields filled; the others stay open and visible.

    An empty value for a field that may be empty takes away its paragraph, or puts its `when_empty` sentence there.
    Raises FieldError, naming the field, for an unknown name, a value of the wrong type, or an empty required one.
    """
    by_name = {field.name: field for field in letter.fields}
    unknown = sorted(values.keys() - by_name.keys())
    if unknown:
        raise FieldError(f"this letter has no field {', '.join(unknown)}")
    body = letter.body
    # Choices first: the text of a choice may hold the place of another field.
    for name, value in sorted(values.items(), key=lambda item: by_name[item[0]].type is not FieldType.CHOICE):
        body = _put(body, by_name[name], _as_text(by_name[name], value, letter.language))
    left = tuple(field for field in letter.fields if field.name not in values)
    return replace(letter, body=body, fields=left)


def _put(body: str, field: Field, text: str) -> str:
    if text:
        return body.replace(field.token, text)
    with_lead = f"{field.lead}\n{field.token}"
    target = with_lead if field.lead and with_lead in body else field.token
    return tidy(body.replace(target, field.when_empty))


def _as_text(field: Field, value: FieldValue, language: str) -> str:
    text = _typed(field, value, language)
    if field.type is not FieldType.CHOICE and ("[[" in text or "]]" in text):
        raise FieldError(f"{field.name}: [[ and ]] mark open fields and may not be filled in")
    may_be_empty = not field.required or field.when_empty or field.type is FieldType.CHOICE
    if not text and not may_be_empty:
        raise FieldError(f"{field.name}: a value is needed")
    return text


def _typed(field: Field, value: FieldValue, language: str) -> str:
    if field.type is FieldType.DATE:
        if not isinstance(value, date):
            raise FieldError(f"{field.name}: a date is needed")
        return in_words(value, language)
    if field.type is FieldType.LIST:
        if isinstance(value, str | date) or not isinstance(value, Sequence):
            raise FieldError(f"{field.name}: a list of lines is needed")
        lines = [" ".join(line.split()) for line in value]
        return "\n".join(f"- {line}" for line in lines if line)
    if not isinstance(value, str):
        raise FieldError(f"{field.name}: text is needed")
    if field.type is FieldType.CHOICE:
        return _chosen(field, value)
    if field.type is FieldType.TEXT:
        return " ".join(value.split())
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _chosen(field: Field, value: str) -> str:
    for choice in field.choices:
        if value == choice.label:
            return choice.text
    allowed = ", ".join(choice.label for choice in field.choices)
    raise FieldError(f"{field.name}: choose one of: {allowed}")
