"""Alembic comes in here, on the connection that `db.upgrade` gives it and inside its transaction."""

from alembic import context

from forms_service.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # one transaction around all revisions is open already
)
context.run_migrations()
