"""The ``sjboard`` command: its start, its help, and how every failure is told in one sentence.

Knows exit statuses (contract 6) and that nobody may see a traceback. What each command does stands in
``commands``.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys
from typing import NoReturn

import click

import sjboard
from sjboard.edges.commands import NAMES, command
from sjboard.edges.options import common
from sjboard.edges.terminal import (
    Settings,
    language_of,
    prepare_streams,
    say,
    speak,
    translate_click,
)

DONE, CONTENT, USAGE, MACHINE = 0, 1, 2, 3


def main() -> NoReturn:
    """Run the command line and leave with its status."""
    # A command makes values by the hundred thousand and hardly a cycle (2 MB in forty weeks of a large
    # school): looking for them took a twentieth of a build, and copied a forked worker's memory. ``serve``,
    # which stays, turns it on again.
    gc.disable()
    arguments = sys.argv[1:]
    prepare_streams()
    speak(language_of(arguments))
    translate_click()
    settings = Settings()
    status = _run(arguments, settings)
    gc.freeze()  # else Python looks for cycles in all there is before it goes: a tenth of an edit's build
    sys.exit(status)


def _run(arguments: list[str], settings: Settings) -> int:
    try:
        status = _command_line().main(
            arguments, prog_name="sjboard", standalone_mode=False, obj=settings
        )
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
        return USAGE
    except click.ClickException as wrong:
        _complain(wrong)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        _fail(settings, "fail.stopped")
        return MACHINE
    except OSError as failure:
        return _machine(failure, settings)
    except Exception as bug:  # noqa: BLE001 - whatever it is, a user gets a sentence
        return _refused(bug, settings)
    return status if isinstance(status, int) else DONE


class _CommandLine(click.Group):
    """Imports a command when it is asked for, and gives it its help in the language of this run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = command(cmd_name)
        if found is not None:
            ctx.ensure_object(Settings).command = cmd_name
            found.help = say(f"help.{found.name}")
            _worded(found)
        return found


def _command_line() -> click.Group:
    """Put the command line together, with its help in the language of this run."""

    @click.group(
        cls=_CommandLine,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    @click.version_option(sjboard.__version__, message="sjboard %(version)s")
    @common
    def group() -> None:
        pass

    group.help = say("help.sjboard")
    _worded(group)
    group.subcommand_metavar = say("help.command-metavar")
    return group


def _worded(command_: click.Command) -> None:
    """Say a command's options in our words."""
    command_.options_metavar = say("help.options-metavar")
    for parameter in command_.params:
        if isinstance(parameter, click.Option) and parameter.name != "version":
            parameter.help = say(f"help.option.{parameter.name}")


def _complain(wrong: click.ClickException) -> None:
    """Say what is wrong with the way the command was called."""
    if isinstance(wrong, click.MissingParameter) and wrong.param is not None:
        name = wrong.param.make_metavar(wrong.ctx) if wrong.ctx else str(wrong.param.name)
        wrong = click.UsageError(say("usage.missing", name=name.strip("[]. ")), wrong.ctx)
    wrong.show()


def _machine(failure: OSError, settings: Settings) -> int:
    """Say what the machine refused; a reader who went away (``| head``) needs to be told nothing."""
    if failure.errno == errno.EPIPE or isinstance(failure, BrokenPipeError):
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MACHINE
    keys = {
        errno.ENOSPC: "fail.disk-full",
        errno.EDQUOT: "fail.disk-full",
        errno.EACCES: "fail.permission",
        errno.EPERM: "fail.permission",
        errno.EROFS: "fail.read-only",
        errno.ELOOP: "fail.not-plain",
    }
    where = failure.filename2 or failure.filename or ""
    key = keys.get(failure.errno or 0, "fail.machine")
    _fail(settings, key, where=where, reason=failure.strerror or "")
    return MACHINE


def _refused(failure: Exception, settings: Settings) -> int:
    """Say the rest: a busy folder, a foreign file, a template's fault, or a bug of ours."""
    from sjboard.edges.lock import Busy
    from sjboard.edges.paper.fault import WordFault
    from sjboard.edges.sync import SiteRefused
    from sjboard.render import TemplateFault

    if isinstance(failure, Busy):
        who = failure.holder
        if who is None:
            _tell("fail.busy")
        else:
            _tell("fail.busy-by", pid=who.pid, since=who.since, command=who.command)
        return MACHINE
    if isinstance(failure, SiteRefused):
        paths = "、".join(f"site/{path}" for path in failure.paths[:5])
        _tell(f"fail.{failure.why}", path=failure.path, paths=paths, count=len(failure.paths))
        return MACHINE
    if _crew_failed(failure):
        return MACHINE
    if isinstance(failure, TemplateFault):
        _fail(
            settings,
            "fail.template-whole"
            if not failure.line
            else "fail.template"
            if failure.page
            else "fail.template-read",
            template=failure.template,
            line=failure.line,
            message=failure.message,
            page=failure.page,
        )
        return CONTENT
    if isinstance(failure, WordFault):
        _tell(
            f"fail.word.{failure.why}",
            template=failure.template,
            document=failure.document,
            near=failure.near,
            message=failure.message,
        )
        return CONTENT
    _fail(settings, "fail.bug", kind=type(failure).__name__)
    if settings.verbose:
        import traceback

        click.echo("".join(traceback.format_exception(failure)), err=True)
    return MACHINE


_STANDS = {"build": "stands.site", "publish": "stands.site", "print": "stands.paper"}
"""What is still there after a failure, for the commands after which somebody asks."""


def _fail(settings: Settings, key: str, **args: object) -> None:
    """Say what failed, and what stands all the same."""
    failure = say(key, **args)
    stands = _STANDS.get(settings.command)
    if stands:
        failure = say("stands.after", failure=failure, stands=say(stands))
    with contextlib.suppress(OSError):
        click.echo(failure, err=True)


def _crew_failed(failure: Exception) -> bool:
    """Say who could not do the work, or that somebody else has done some; whether that was it."""
    from sjboard.edges.crew import NoCluster, OtherProgram, WorkerLost
    from sjboard.edges.ledger_file import LedgerMoved

    if isinstance(failure, WorkerLost):
        _tell("fail.worker")
    elif isinstance(failure, NoCluster):
        _tell(f"fail.cluster.{failure.why}", address=failure.address)
    elif isinstance(failure, OtherProgram):
        _tell("fail.cluster.program", found=failure.found)
    elif isinstance(failure, LedgerMoved):
        _tell("fail.ledger-moved")
    else:
        return False
    return True


def _tell(key: str, **args: object) -> None:
    with contextlib.suppress(OSError):
        click.echo(say(key, **args), err=True)
