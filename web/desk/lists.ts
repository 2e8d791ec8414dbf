// Pages that are lists of what there is, each row with its facts and what can be done about it.
import type { Shown } from './pageRoute.ts';

export interface Link {
  href: string;
  label: string;
}

export interface ListRow {
  title: string;
  href?: string | undefined;
  /** Where it stands, in a word. */
  chip?: string | undefined;
  /** `met` or `notMet`, for its colour. */
  tone?: 'met' | 'notMet' | undefined;
  facts: readonly (string | undefined)[];
  acts?: readonly Link[];
}

export interface ListSection {
  id: string;
  heading: string;
  /** What is said where there is none. */
  none: string;
  rows: readonly ListRow[];
  add?: Link | undefined;
}

export interface ListPage {
  title: string;
  says?: string;
  crumb?: Link;
  /** What else there is to look at. */
  links?: readonly Link[];
  done?: string | undefined;
  tiles?: readonly { label: string; value: string }[];
  sections: readonly (ListSection | undefined)[];
  /** Where there is more than one page of it. */
  next?: Link;
}

export const listPage = ({ sections, ...page }: ListPage): Shown => ({
  page: 'deskLists',
  values: {
    ...page,
    sections: sections
      .filter((each) => each !== undefined)
      .map((each) => ({
        ...each,
        rows: each.rows.map((row) => ({
          ...row,
          facts: row.facts.filter((fact) => fact !== undefined && fact !== ''),
        })),
      })),
  },
});
