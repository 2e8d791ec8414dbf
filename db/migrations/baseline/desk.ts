// Part of the baseline: views of the portfolio that people kept for themselves.

/** Nothing here says what somebody may see: that is looked up whenever a view is opened. */
export const desk = `
  create table saved_views (
    holder_id text not null,
    name text not null,
    filters text not null,
    saved_at timestamptz(3) not null,
    primary key (holder_id, name)
  );
`;
