"""clashes that are dismissed, and what two contributions are to each other"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('dismissal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('contribution_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=True),
    sa.Column('milestone', sa.String(length=60), nullable=True),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(other_id IS NULL) <> (milestone IS NULL)', name=op.f('ck_dismissal_one_other_side')),
    sa.CheckConstraint('other_id IS NULL OR contribution_id < other_id', name=op.f('ck_dismissal_sides_ordered')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_dismissal_contribution_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['contribution.id'], name=op.f('fk_dismissal_other_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_dismissal_panel_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_dismissal_person_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dismissal')),
    sa.UniqueConstraint('contribution_id', 'milestone', name=op.f('uq_dismissal_contribution_id_milestone')),
    sa.UniqueConstraint('contribution_id', 'other_id', name=op.f('uq_dismissal_contribution_id_other_id'))
    )
    op.create_index('ix_dismissal_panel_id', 'dismissal', ['panel_id'], unique=False)
    op.create_table('pairing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('one_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('merged', 'joint', 'different', name='pairverdict', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=True),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('one_id < other_id', name=op.f('ck_pairing_sides_ordered')),
    sa.CheckConstraint('kept_id IS NULL OR kept_id = one_id OR kept_id = other_id', name=op.f('ck_pairing_kept_is_one_of_them')),
    sa.CheckConstraint("(verdict = 'different') = (kept_id IS NULL)", name=op.f('ck_pairing_kept_unless_different')),
    sa.ForeignKeyConstraint(['kept_id'], ['contribution.id'], name=op.f('fk_pairing_kept_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['one_id'], ['contribution.id'], name=op.f('fk_pairing_one_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['contribution.id'], name=op.f('fk_pairing_other_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_pairing_panel_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pairing_person_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing')),
    sa.UniqueConstraint('one_id', 'other_id', name=op.f('uq_pairing_one_id_other_id'))
    )
    op.create_index('ix_pairing_panel_id', 'pairing', ['panel_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_pairing_panel_id', table_name='pairing')
    op.drop_table('pairing')
    op.drop_index('ix_dismissal_panel_id', table_name='dismissal')
    op.drop_table('dismissal')
