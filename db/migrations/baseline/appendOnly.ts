// How a table is kept from being changed: triggers that stop even its owner.

/** Rows of `tables` are added and never touched again, but as `guard` allows. */
export const appendOnly = (tables: readonly string[], guard = 'refuse_change'): string =>
  tables
    .map(
      (table) => `
  create trigger ${table}_append_only before update or delete on ${table}
    for each row execute function ${guard}();
  create trigger ${table}_no_truncate before truncate on ${table}
    for each statement execute function refuse_change();`,
    )
    .join('\n');
