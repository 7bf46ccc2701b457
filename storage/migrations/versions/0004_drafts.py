"""drafts of contributions, and seats whose holder asked somebody else"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('entity_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('contribution_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('event', 'publication', 'project', 'activity', name='contributionkind', native_enum=False, create_constraint=True, length=20), nullable=True),
    sa.Column('typed', sa.JSON(), nullable=False),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('link', sa.Text(), nullable=True),
    sa.Column('origin', sa.Enum('form', 'reply', 'message', name='draftorigin', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('state', sa.Enum('open', 'saved', 'discarded', name='draftstate', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=True),
    sa.Column('channel_id', sa.String(length=32), nullable=True),
    sa.Column('message_ts', sa.String(length=32), nullable=True),
    sa.Column('created_at', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_draft_contribution_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['entity_id'], ['entity.id'], name=op.f('fk_draft_entity_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_draft_panel_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('key', name=op.f('uq_draft_key'))
    )
    op.create_index('ix_draft_panel_entity', 'draft', ['panel_id', 'entity_id'], unique=False)
    op.create_index('ix_draft_person_id', 'draft', ['person_id'], unique=False)
    op.add_column('seat', sa.Column('stepped_back_at', storage.base.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('seat', 'stepped_back_at')
    op.drop_index('ix_draft_person_id', table_name='draft')
    op.drop_index('ix_draft_panel_entity', table_name='draft')
    op.drop_table('draft')
