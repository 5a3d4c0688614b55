"""Plays a golden scenario through the pages: each step is clicked by its own person, and state and due days
are held as the case page shows them. Time, the sweeper and the delivery of messages stay as they are."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from models import cases
from tests.browser.case_read import CaseRead, read_case_page
from tests.browser.desk import MAIN, WORDS, Person, give_passwords, living_desk
from tests.browser.form_typed import bring_papers, fill_fields, written
from tests.browser.walks import ordinary
from tests.operations.golden.playing import Played, compare, run_through, settle
from tests.operations.golden.scenario import Scenario, Step
from tests.operations.record import codes
from tests.support.databases import copy_sqlite
from tests.world import World
from workflow.access.policy import Depth
from workflow.case_type.beginning import DESK
from workflow.case_type.model import CaseType
from workflow.errors import CaseNotFound, Reason, TransitionRefused
from workflow.operations.definition.find_version import version_for
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import find_visible

RECORD = "main button:has-text('Ghi nhận: '), main button:has-text('Gửi đề nghị: ')"

YEARS = timedelta(days=4000)
"""Nobody's login ends within a walk."""


def walked(browser: Browser, template: Path, folder: Path, scenario: Scenario) -> Walk:
    """Walk a scenario in a world of its own, from its first step; nobody's console may complain."""
    url = copy_sqlite(template, folder / "cases.sqlite")
    with living_desk(url, folder, YEARS) as (world, address):
        settle(world, scenario)
        give_passwords(world)
        people = People(browser, address)
        try:
            walk = Walk(world, scenario, people)
            run_through(walk)
        finally:
            people.leave()
    assert people.complaints == [], people.complaints
    return walk


class People:
    """Everybody of a world at one browser: each logs in once, and sits down with the cookies of their own.
    A window for each would cost more than all pages together."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        self._person = Person(self._context.new_page(), address)
        self._person.page.set_default_timeout(30_000)
        self._cookies: dict[str, list[Any]] = {}
        self.address, self.sitting = address, ""

    def __getitem__(self, name: str) -> Person:
        """That person, sitting at the browser; before them lies whatever the last one left."""
        if name == self.sitting:
            return self._person
        if self.sitting:
            self._cookies[self.sitting] = self._context.cookies()
        if name in self._cookies:
            self._context.clear_cookies()
            self._context.add_cookies(self._cookies[name])
        else:
            self._person.enter(name)
        self.sitting = name
        return self._person

    @property
    def complaints(self) -> list[str]:
        """What the console said."""
        return self._person.complaints

    def leave(self) -> None:
        """Close the window."""
        self._context.close()


class Walk(Played):
    """A play through the pages. `closed`: the versions whose ordinary ending was come to."""

    def __init__(self, world: World, scenario: Scenario, people: People) -> None:
        super().__init__(world, scenario)
        self.people = people
        self._seen: dict[str, CaseRead] = {}
        self._place = -1
        self._before_them = ("", "")
        self.closed: set[tuple[str, str]] = set()

    def take(self, step: Step, where: str) -> None:
        """Take a step, then hold what the page says against the table."""
        self._place += 1
        super().take(step, where)
        if step.kind == "refused":
            self._before_them = ("", "")
            return
        before = None if step.kind == "deliver" else self._seen.get(step.of)
        after = self._look(step)
        case_type, state = self._type(step.of), self._state(step.of)
        if state in ordinary(case_type.name):
            self.closed.add((case_type.name, case_type.version))
        if after is None:
            return
        self._seen[step.of] = after
        title = _lower(case_type.states[state].title.vi)
        assert after.words.endswith(f"– {title}"), f"{where}: the page says {after.words!r}, not {title!r}"
        compare(before.timers if before else (), after.timers, step.due, f"{where}, on the page")
        self._hold_record(step, case_type, after, where)

    def _hold_record(self, step: Step, case_type: CaseType, after: CaseRead, where: str) -> None:
        """An act that leaves the state alone is told by its own name; a case says what it came from."""
        act = case_type.transitions.get(step.name)
        if step.kind == "act" and act and act.target == "same" and not act.second:
            assert act.title.vi in after.events, f"{where}: {after.events}"
        if step.kind != "deliver":
            return
        origin = self.world.read(cases.read_case, self.cases[""])
        if not origin["sealed"]:
            came = {f"{words}: {origin['number']}" for words in ("Thuộc vụ việc", "Chuyển từ")}
            assert came & set(after.links), f"{where}: {after.links}"

    def step_open(self, step: Step) -> None:
        person = self.people[step.who]
        page = person.page
        case_type = self._version_on(step.more.get("received", step.day))
        if DESK not in case_type.opened.doors:
            # Nobody opens it by hand: a plan does, and its people find it at work.
            super().step_open(step)
            return
        page.goto(f"{person.address}/")
        page.click("main a:has-text('Tiếp nhận đơn mới')")
        page.click(f"main a:text-is('{case_type.title.vi}')")
        page.get_by_label("Nguồn đơn").select_option(value=step.more.get("channel", "in_person"))
        if "received" in step.more:
            page.fill("[name='received_on']", written(step.more["received"]))
        if "state" in step.more:
            page.get_by_label(case_type.states[step.more["state"]].title.vi, exact=True).check()
        fill_fields(page, case_type, self.values(step.fields))
        bring_papers(page, step.papers, file=True)
        page.fill("[name='late_reason']", step.more.get("late_reason", ""))
        page.click("main button:has-text('Ghi nhận tiếp nhận')")
        _told(page, "Đã tiếp nhận, số")
        number = page.inner_text("main .notice").rpartition("số ")[2].rstrip(".")
        self.cases[step.of] = self.world.read(cases.find_cases, number)[0]["case_id"]

    def step_act(self, step: Step) -> None:
        person, read = self._open_case(step.who, step.of)
        title = self._type(step.of).transitions[step.name].title.vi
        if step.name not in read.acts:
            person, read = self._open_case(step.who, step.of, anew=True)
        assert read.acts.get(step.name) == title, f"{step.name} is not offered: {read.acts} {read.refused}"
        page = person.page
        self._choose_act(page, step.name)
        self._fill(page, step)
        page.click(MAIN)
        page.click(RECORD)
        _told(page, "Đã ghi nhận")

    def step_refused(self, step: Step) -> None:
        reasons = self._reasons(step)
        person, read = self._open_case(step.who, step.of, anew=True)
        page = person.page
        title = self._type(step.of).transitions[step.name].title.vi
        if step.name in read.acts:
            self._choose_act(page, step.name)
            self._fill(page, step)
            page.click(MAIN)
            _told(page, *(one.vi for one in reasons))
        elif title in read.refused:
            said = read.refused[title]
            assert any(one.vi in said for one in reasons), f"{said!r} gives none of {reasons}"
        else:
            page.goto(f"{page.url}/act/{step.name}")
            _told(page, *(one.vi for one in reasons))

    def step_receipt(self, step: Step) -> None:
        person, _ = self._open_case(step.who, step.of)
        title = self._type(step.of).fields[step.name].title.vi
        card = person.page.locator(".party", has=person.page.locator(f"h3:has-text('{title}')"))
        card.nth(step.more["place"]).locator("a:has-text('Ghi ngày nhận quyết định')").click()
        person.page.fill("[name='happened']", written(step.day))
        person.page.click(MAIN)
        _told(person.page, "Đã ghi ngày nhận quyết định")

    def step_ask(self, step: Step) -> None:
        person, _ = self._open_case(step.who, step.of)
        page = person.page
        page.click("main .sections a:has-text('Phối hợp')")
        page.get_by_label(self._type(step.of).requests[step.name].title.vi, exact=True).check()
        page.get_by_label("Đơn vị").select_option(value=str(self.world.orgs[step.more["org"]]))
        page.get_by_label("Nội dung đề nghị").fill(WORDS)
        page.click("main button:has-text('Gửi yêu cầu')")
        _told(page, "Đã gửi yêu cầu phối hợp")

    def step_answer(self, step: Step) -> None:
        person = self.people[step.who]
        page = person.page
        number = self.world.read(cases.read_case, self.cases[step.of])["number"]
        page.click("nav.places a:has-text('Phối hợp')")
        title = self._type(step.of).requests[step.name].title.vi
        page.locator(f"main tr:has-text('{number}'):has-text('Chưa trả lời') a:text-is('{title}')").click()
        page.get_by_label("Trả lời").fill(WORDS)
        page.click("main button:has-text('Gửi trả lời')")
        _told(page, "Đã gửi trả lời phối hợp")

    def step_confirm(self, step: Step) -> None:
        person, _ = self._open_case(step.who, step.of)
        person.page.click("main .proposal button:has-text('Xác nhận: ')")
        _told(person.page, "Đã xác nhận")

    def _choose_act(self, page: Page, name: str) -> None:
        """Come to the act's form: what is looked at without waiting must not be the page before it."""
        page.click(f"#acts a[href$='/act/{name}']")
        page.wait_for_url(f"**/act/{name}")

    def _fill(self, page: Page, step: Step) -> None:
        fill_fields(page, self._type(step.of), self.values(step.fields))
        bring_papers(page, step.papers)
        if "happened" in step.more:
            page.fill("[name='happened']", written(step.more["happened"]))
        page.fill("[name='late_reason']", step.more.get("late_reason", ""))

    def _reasons(self, step: Step) -> tuple[Reason, ...]:
        """Why the rules refuse it: the sentences that the page owes."""
        with pytest.raises(TransitionRefused) as caught:
            Played.step_act(self, step)
        assert codes(caught.value) == step.more["because"]
        return tuple(caught.value.reasons)

    def _open_case(self, who: str, of: str, anew: bool = False) -> tuple[Person, CaseRead]:
        """The case page; whoever looked at it last has it before them."""
        person = self.people[who]
        if self._before_them == (who, of) and not anew:
            return person, self._seen[of]
        person.page.goto(f"{person.address}/cases/{self.cases[of]}")
        return person, read_case_page(person.page, self._type(of))

    def _look(self, step: Step) -> CaseRead | None:
        """The case page as whoever took the step sees it, or the next who sees all of it, in the table or
        not: an act may take a case from everybody's sight there. None where it is sealed from all."""
        self._before_them = ("", "")
        if self.people.sitting == step.who:
            page = self.people[step.who].page
            if page.url == f"{self.people.address}/cases/{self.cases[step.of]}":
                read = read_case_page(page, self._type(step.of))
                if read.is_whole:
                    self._before_them = (step.who, step.of)
                    return read
        later, earlier = self.scenario.steps[self._place :], self.scenario.steps[: self._place]
        order = sorted((*later, *reversed(earlier)), key=lambda one: one.of != step.of)
        eyes = [one.who for one in order if one.who != "system"]
        seeing = (one for one in dict.fromkeys([*eyes, *self.world.users]) if self._sees(one, step.of))
        who = next(seeing, None)
        if who is None:
            assert self.world.read(cases.read_case, self.cases[step.of])["sealed"], "nobody sees the case"
            return None
        _, read = self._open_case(who, step.of)
        assert read.is_whole, f"{who} sees the case, the page does not show it whole"
        self._before_them = (who, step.of)
        return read

    def _sees(self, who: str, of: str) -> bool:
        """Whether somebody sees all of the case, by the rules: a page that is not found is heard of."""
        try:
            ref, act = str(self.cases[of]), self.world.act(who)
            _, seen = self.world.read(lambda session: find_visible(session, library(session), act, ref))
        except CaseNotFound:
            return False
        return bool(seen is Depth.FULL)

    def _type(self, of: str) -> CaseType:
        row = self.world.read(cases.read_case, self.cases[of])
        return self.world.read(  # type: ignore[no-any-return]
            lambda session: library(session).case_type(row["definition_sha256"])
        )

    def _version_on(self, day: str) -> CaseType:
        return self.world.read(version_for, self.scenario.case_type, date.fromisoformat(day))  # type: ignore[no-any-return]

    def _state(self, of: str) -> str:
        return str(self.world.read(cases.read_case, self.cases[of])["state"])


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _told(page: Page, *sentences: str) -> None:
    """The page, or the one that comes next, says all of this."""
    for sentence in sentences:
        page.locator("main", has_text=sentence).wait_for()
