// Part of the baseline: what people keep of their desks: views of the portfolio, templates, and forms that they have not sent yet.

/**
 * Nothing here says what somebody may see: that is looked up whenever a view, a template or a draft is opened. Templates name
 * nobody. Drafts are sealed, and say by digests alone whom they mention, so that they go when somebody is erased.
 */
export const desk = `
  create table saved_views (
    holder_id text not null,
    name text not null,
    filters text not null,
    saved_at timestamptz(3) not null,
    primary key (holder_id, name)
  );

  create table templates (
    template_id text primary key,
    holder_id text not null,
    kind text not null check (kind in ('plan', 'terms', 'authority')),
    name text not null,
    content jsonb not null,
    is_shared boolean not null,
    from_engagement text,
    saved_at timestamptz(3) not null,
    unique (holder_id, kind, name)
  );
  create index templates_shared on templates (kind, name) where is_shared;

  create table drafts (
    holder_id text not null,
    draft_id text not null,
    form text not null check (form in ('engagement', 'milestone')),
    for_engagement text,
    key_id text not null,
    sealed bytea not null,
    mentions text[] not null,
    kept_at timestamptz(3) not null,
    primary key (holder_id, draft_id),
    check ((form = 'milestone') = (for_engagement is not null))
  );
  create index drafts_by_age on drafts (kept_at);
  create index drafts_by_mention on drafts using gin (mentions);
`;
