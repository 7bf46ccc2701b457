"""when Slack saw what a draft holds, so that a late report does not overwrite a newer one"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('draft', sa.Column('typed_ts', sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column('draft', 'typed_ts')
