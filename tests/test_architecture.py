"""What the import linter cannot see."""

import dataclasses
import importlib
import pathlib
import pkgutil
import re

import pytest
from django.apps import apps
from django.conf import settings

import greenroom
from greenroom.base.facts import Fact
from greenroom.config.environment import OUTSIDE_THE_SERVER, VARIABLES
from greenroom.config.subscriptions import SUBSCRIPTIONS

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "greenroom"
FLOORS = re.findall(
    r"^    (\w+)$", (ROOT / "importlinter.ini").read_text().split("layers =")[1].split("[")[0], re.MULTILINE
)
INCLUDE = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")


def slice_of(path: pathlib.Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def test_floors_list_every_folder() -> None:
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert set(FLOORS) == folders


def test_foreign_keys_point_down() -> None:
    upward = []
    for model in apps.get_models():
        if not model.__module__.startswith("greenroom."):
            continue
        own = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            if target is None or not target.__module__.startswith("greenroom."):
                continue
            floor = target.__module__.split(".")[1]
            if FLOORS.index(floor) < FLOORS.index(own):
                upward.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert upward == []


def test_templates_include_only_their_own_slice_and_web() -> None:
    strangers = []
    for template in SOURCE.glob("*/templates/**/*.*"):
        own = slice_of(template)
        for name in INCLUDE.findall(template.read_text()):
            first = name.split("/")[0]
            if first not in (own, "web", "cotton", "allauth", "account", "mfa", "usersessions"):
                strangers.append(f"{template.relative_to(SOURCE)} → {name}")
    assert strangers == []


def all_facts() -> set[type[Fact]]:
    for module in pkgutil.iter_modules([str(SOURCE)]):
        if (SOURCE / module.name / "facts.py").exists() and module.name != "base":
            importlib.import_module(f"{greenroom.__name__}.{module.name}.facts")
    return {fact for fact in Fact.__subclasses__() if fact.__module__.startswith("greenroom.")}


def test_every_fact_has_a_line_in_subscriptions() -> None:
    assert {fact.__name__ for fact in all_facts()} == {fact.__name__ for fact in SUBSCRIPTIONS}


def test_facts_carry_ids_and_plain_values_only() -> None:
    plain = {"int", "str", "bool", "int | None", "str | None"}
    kinds = {
        f"{fact.__name__}.{field.name}": str(
            field.type.__name__ if isinstance(field.type, type) else field.type
        )
        for fact in all_facts()
        for field in dataclasses.fields(fact)
    }
    assert {name: kind for name, kind in kinds.items() if kind not in plain} == {}


@pytest.mark.parametrize("name", [variable.name for variable in VARIABLES] + list(OUTSIDE_THE_SERVER))
def test_variable_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "configuration.md").read_text()


def test_no_page_carries_inline_style_or_script() -> None:
    at_fault = []
    for template in SOURCE.glob("*/templates/**/*.html"):
        if "/mail/" in str(template):
            continue
        text = template.read_text()
        if re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\bsrc=)(?![^>]*application/json)", text):
            at_fault.append(str(template.relative_to(SOURCE)))
    assert at_fault == []


def test_debug_is_off_where_nobody_asked() -> None:
    assert settings.DEBUG is False
