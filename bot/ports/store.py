"""The store as a whole: every port that keeps facts, on one database."""

from typing import Protocol

from bot.ports.answers import Answers
from bot.ports.away import Away
from bot.ports.boards import Boards
from bot.ports.connections import Connections
from bot.ports.deliveries import Deliveries
from bot.ports.fixes import Fixes
from bot.ports.installations import Installations
from bot.ports.interviews import Interviews
from bot.ports.notes import Notes
from bot.ports.oauth_states import OAuthStates
from bot.ports.organisers import Organisers
from bot.ports.page import Page
from bot.ports.people import People
from bot.ports.practice import Practice
from bot.ports.privacy import Privacy
from bot.ports.reports import Reports
from bot.ports.reviews import Reviews
from bot.ports.rounds import Rounds
from bot.ports.seen_events import SeenEvents
from bot.ports.stats import Stats
from bot.ports.tracks import Tracks


class Store(Protocol):
    @property
    def people(self) -> People: ...
    @property
    def tracks(self) -> Tracks: ...
    @property
    def rounds(self) -> Rounds: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def boards(self) -> Boards: ...
    @property
    def away(self) -> Away: ...
    @property
    def stats(self) -> Stats: ...
    @property
    def practice(self) -> Practice: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def fixes(self) -> Fixes: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def interviews(self) -> Interviews: ...
    @property
    def organisers(self) -> Organisers: ...
    @property
    def privacy(self) -> Privacy: ...
    @property
    def connections(self) -> Connections: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def installations(self) -> Installations: ...
    @property
    def oauth_states(self) -> OAuthStates: ...
    @property
    def seen_events(self) -> SeenEvents: ...
    @property
    def page(self) -> Page: ...
