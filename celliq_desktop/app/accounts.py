"""What one account needs: its client, its tokens, its mirror, its seal; put together to a desk."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from celliq_desktop.app.browser import SystemBrowser
from celliq_desktop.app.identity import DealerSealer, certificates_in
from celliq_desktop.app.keeping import Keeping
from celliq_desktop.app.leftovers import forget_elsewhere
from celliq_desktop.app.letterheads import LetterheadFile
from celliq_desktop.app.mail import SystemMail
from celliq_desktop.app.mirrors import MirrorFiles
from celliq_desktop.app.paths import account_hash
from celliq_desktop.app.print_memory import PrintMemoryFile
from celliq_desktop.app.providers import CARIQA, EV_ENERGY, KeptProviders, cariqa_of, ev_energy_of, stripe_of
from celliq_desktop.app.seal_book import SealBookFile
from celliq_desktop.app.timestamps import ChosenTimestamps
from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.examinations import FileExaminer
from celliq_desktop.domain.identity import unnamed_issuer
from celliq_desktop.domain.ports import Clock, FileWriter, SecretStore, TokenStore
from celliq_desktop.jobs.cancel import pause

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from celliq_desktop.clients.budget import Budgets
    from celliq_desktop.clients.celliq import CellIqClient
    from celliq_desktop.clients.timestamps import TimestampClient
    from celliq_desktop.mirror.engine import Mirror
    from celliq_desktop.usecases.desk import Desk


class AccountParts:
    """Builds the parts of an account in one profile; ``keeping`` has the secrets, and
    ``service_urls`` say where services live that are not at their usual address."""

    def __init__(
        self,
        keeping: Keeping,
        files: FileWriter,
        clock: Clock,
        service_urls: Mapping[str, str],
        *,
        examiner: FileExaminer,
        processes: "Executor",
    ) -> None:
        self._paths = keeping.paths
        self._service_urls = service_urls
        self._files = files
        self._clock = clock
        self._examiner = examiner
        self._processes = processes
        self._secret_store = keeping.store
        self._budgets: Budgets | None = None
        self.mirrors = MirrorFiles(keeping.paths, clock, keeping.store, keeping.group)

    def client(self, api_url: str, tokens: TokenStore | None = None) -> "CellIqClient":
        """A client of the server at ``api_url`` for whoever signs in there; close it."""
        from celliq_desktop.clients.budget import Budgets
        from celliq_desktop.clients.celliq import CellIqClient
        from celliq_desktop.clients.transport import Transport

        self._budgets = self._budgets or Budgets(self._clock)
        return CellIqClient(Transport(api_url, "CellIQ", self._clock, pause, budgets=self._budgets), tokens)

    @staticmethod
    def in_the_role_of(account: Account, client: "CellIqClient") -> "CellIqClient":
        """``client``, going on as what the account is: a dealer's or an owner's."""
        from celliq_desktop.clients.celliq_owner import CellIqOwnerClient

        return CellIqOwnerClient.going_on(client) if account.user.is_owner else client

    def tokens(self, store: SecretStore, account: Account) -> TokenStore:
        """Where the refresh token of ``account`` is kept."""
        from celliq_desktop.vault.tokens import StoredTokens

        return StoredTokens(store, f"refresh:{account_hash(account)}")

    def desk(
        self, account: Account, client: "CellIqClient", *, verify_base_url: str, sample: bool, epoch: int
    ) -> "Desk":
        """The open desk of ``account``; close its mirror."""
        from celliq_desktop.mirror import dealers
        from celliq_desktop.signing.check import AcceptancePolicy
        from celliq_desktop.usecases.desk import Desk

        mirror = self.mirrors.open(account)

        def issuer() -> str:
            """The dealer's own name, which the public record prints; asked for when an identity is made, because the
            first sync brings it."""
            with mirror.read() as session:
                dealer = dealers.dealer(session)
            return dealer.dealer_name if dealer else unnamed_issuer(account.user.dealer_id or account.user.id)

        sealer = DealerSealer(
            self._paths.identities,
            account_hash(account),
            issuer,
            secrets=self._secret_store(),
            files=self._files,
            clock=self._clock,
        )
        providers = KeptProviders(account_hash(account), self._service_urls, self._secret_store, self._clock)
        return Desk(
            account=account,
            mirror=mirror,
            api=client,
            public_records=client,
            sealer=sealer,
            examiner=self._examiner,
            processes=self._processes,
            mail=SystemMail(),
            own_checker=AcceptancePolicy(),
            files=self._files,
            clock=self._clock,
            verify_base_url=verify_base_url,
            sample=sample,
            known_certificates=lambda: certificates_in(self._paths.identities),
            browser=SystemBrowser(),
            providers=providers,
            identities=sealer,
            timestamps=ChosenTimestamps(self._paths.identities, self._files, self._timestamp_wire),
            stripe=lambda: stripe_of(providers, self._clock),
            ev_energy=lambda: ev_energy_of(providers, _user_of(mirror, EV_ENERGY), self._clock),
            cariqa=lambda: cariqa_of(providers, _user_of(mirror, CARIQA), self._clock),
            prints=PrintMemoryFile(self._paths.prints, self._files),
            seals=SealBookFile(self._paths.identities, self._files),
            letterheads=LetterheadFile(self._paths.letterhead, self._files),
            epoch=epoch,
            owner=mirror.group.name,
            forget_elsewhere=lambda email: forget_elsewhere(self._paths, account, self._files, email),
        )

    @staticmethod
    def _timestamp_wire(url: str) -> "TimestampClient":
        from celliq_desktop.clients.timestamps import TimestampClient

        return TimestampClient(url)


def _user_of(mirror: "Mirror", provider: str) -> str | None:
    """Who the token of a connected service acts for."""
    from celliq_desktop.mirror import providers

    with mirror.read() as session:
        return providers.standing(session, provider).user
