"""Settings: from the environment (``RAPPORTEUR_*`` and Slack's own names) or a ``.env`` file."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set from outside; no secret is ever printed."""

    model_config = SettingsConfigDict(
        env_prefix="RAPPORTEUR_", env_file=".env", extra="ignore", populate_by_name=True, frozen=True
    )

    database_url: str = "sqlite:///var/rapporteur.db"
    slack_bot_token: Annotated[SecretStr | None, Field(validation_alias="SLACK_BOT_TOKEN")] = None
    slack_app_token: Annotated[SecretStr | None, Field(validation_alias="SLACK_APP_TOKEN")] = None
    slack_signing_secret: Annotated[SecretStr | None, Field(validation_alias="SLACK_SIGNING_SECRET")] = None
    slack_api_url: Annotated[str, Field(validation_alias="SLACK_API_URL")] = "https://slack.com/api/"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    #: A file that holds the time (see bot.clock.FileClock); without it, the computer's own clock.
    clock_file: Path | None = None
    #: Seconds between two looks at the outbox.
    tick_seconds: Annotated[float, Field(gt=0, le=300)] = 5.0
    #: Seconds after which a Web API call is given up; the outbox's lease is longer, which is checked at start.
    slack_timeout_seconds: Annotated[int, Field(gt=0, le=60)] = 20
    #: Seconds after an uncertain sending before the channel is read back (longer than the lag of Slack's history).
    settle_seconds: Annotated[float, Field(ge=0)] = 120.0
    #: Days after which a question is deleted with its answer and the votes on it; a published answer stays.
    questions_kept_days: Annotated[int, Field(ge=1)] = 400
    log_level: str = "INFO"
    #: Search by meaning too, with sentence vectors; without, the words alone decide.
    vectors: bool = True
    #: Workstreams offered in the form, as "KEY=Title" separated by commas; empty takes those of the roadmap.
    workstreams: str = ""

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, url: str) -> str:
        # The SDK joins the method's name to this text as it stands.
        return url if url.endswith("/") else url + "/"
