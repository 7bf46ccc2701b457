"""questions in their place: private or not, their messages, and the secretariat's channel"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns are added one by one: copying the table, as batch mode does on SQLite, would delete what refers to it.
    op.add_column('question', sa.Column('private', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('question', sa.Column('ts', sa.String(length=32), nullable=True))
    op.add_column('question', sa.Column('answer_ts', sa.String(length=32), nullable=True))
    op.add_column('question', sa.Column('nearest', sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column('question', sa.Column('notices', sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.execute(
        "UPDATE workspace SET officers_channel = (SELECT panel.officers_channel FROM panel"
        " WHERE panel.workspace_id = workspace.id AND panel.officers_channel IS NOT NULL"
        " ORDER BY panel.starts_at DESC, panel.id DESC LIMIT 1) WHERE officers_channel IS NULL"
    )


def downgrade() -> None:
    for name in ('notices', 'nearest', 'answer_ts', 'ts', 'private'):
        op.drop_column('question', name)
