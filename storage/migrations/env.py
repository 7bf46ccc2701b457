"""What alembic runs: the migrations on the connection that ``storage.migrate`` hands over."""

from alembic import context

from storage import models
from storage.base import Base

assert models.__all__, "importing the models registers their tables"

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite cannot alter most of a table in place; batch mode copies it.
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
