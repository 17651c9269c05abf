"""A small runner of composite actions: enough of GitHub's to execute the steps of our action.yml as they stand."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


@dataclass
class Run:
    """What a run of the action gave."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str
    artifacts: list[Path] = field(default_factory=list)


@dataclass
class Runner:
    """A job of one repository. ``uses`` says what other people's actions would give, as outputs."""

    action: Path
    workspace: Path
    temp: Path
    env: dict[str, str]
    uses: dict[str, dict[str, str]]
    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def run(self, event: str, **inputs: str) -> Run:
        """Run every step in order; after one fails, only those whose condition says ``always()``."""
        definition = yaml.safe_load((self.action / "action.yml").read_text("utf-8"))
        given = {name: str(spec.get("default", "")) for name, spec in definition["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        assert set(given) == set(definition["inputs"])
        steps: dict[str, dict[str, str]] = {}
        result = Run(0, "", {}, "")
        summary = self.temp / "summary.md"
        summary.write_text("")
        (self.temp / "event.json").write_text(event, "utf-8")
        for number, step in enumerate(definition["runs"]["steps"]):

            def fill(text: str) -> str:
                return EXPRESSION.sub(lambda match: self._value(match[1], given, steps), text)

            condition = step.get("if", "success()")
            if not self._holds(condition, steps, failed=result.code != 0):
                continue
            name = step.get("id", str(number))
            if "uses" in step:
                action = step["uses"].partition("@")[0]
                steps[name] = self.uses[action]
                if action == "actions/upload-artifact":
                    result.artifacts.append(Path(fill(step["with"]["path"])))
                continue
            if name in self.known:
                steps[name] = self.known[name]
                continue
            assert step["shell"] == "bash"
            assert "${{" not in step["run"], "what a user gives must not become a script"
            code, log, steps[name] = self._shell(step, {k: fill(v) for k, v in step.get("env", {}).items()}, summary)
            result.log += log
            result.code = result.code or code
        result.summary = summary.read_text("utf-8")
        result.outputs = {
            name: EXPRESSION.sub(lambda match: self._value(match[1], given, steps), spec["value"])
            for name, spec in definition["outputs"].items()
        }
        return result

    def _shell(self, step: dict[str, Any], env: dict[str, str], summary: Path) -> tuple[int, str, dict[str, str]]:
        outputs = self.temp / "outputs"
        outputs.write_text("")
        whole = {
            **self.env,
            "GITHUB_ACTIONS": "true",
            "CI": "true",
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_EVENT_PATH": str(self.temp / "event.json"),
            "RUNNER_TEMP": str(self.temp),
            **env,
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=self.workspace, env=whole, capture_output=True, check=False, timeout=600)
        lines = [line.partition("=") for line in outputs.read_text("utf-8").splitlines()]
        return done.returncode, (done.stdout + done.stderr).decode(), {name: value for name, _, value in lines}

    @staticmethod
    def _value(expression: str, inputs: dict[str, str], steps: dict[str, dict[str, str]]) -> str:
        kind, _, rest = expression.partition(".")
        if kind == "inputs":
            return inputs[rest]
        if kind == "steps":
            step, name = rest.split(".outputs.")
            return steps.get(step, {}).get(name, "")
        return {"github.job": "cards", "strategy.job-index": "0"}[expression]

    def _holds(self, condition: str, steps: dict[str, dict[str, str]], *, failed: bool) -> bool:
        if condition == "success()":
            return not failed
        match = re.fullmatch(r"always\(\) && (\S+) != ''", condition)
        assert match, condition
        return self._value(match[1], {}, steps) != ""


def git(folder: Path, *words: str) -> str:
    """Run git as a person would."""
    who = ["-c", "user.name=花", "-c", "user.email=hana@example.jp", "-c", "protocol.file.allow=always"]
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(["git", *who, *words], cwd=folder, env=env, capture_output=True, check=True)
    return done.stdout.decode().strip()
