// How some fields are read into a body and written back: quorums, yes or no, places whose holidays count, and lists of IDs.
import type { FormField } from './model.ts';

type Both = Pick<FormField, 'read' | 'write'>;

export const yesOrNo: Both = {
  read: (text) => (text === '' ? undefined : text === 'true'),
  write: (value) => (typeof value === 'boolean' ? String(value) : ''),
};

/** "all", "any", or how many. */
export const asQuorum: Both = {
  read: (text) =>
    /^\d+$/.test(text) ? { kind: 'atLeast', count: Number(text) } : text === '' ? undefined : { kind: text },
  write(value) {
    const { kind = '', count } = (value ?? {}) as { kind?: string; count?: number };
    return kind === 'atLeast' ? String(count) : kind;
  },
};

/** "GB-ENG", one a line: a country, and where it matters a state and a region of it. */
export const asPlaces: Both = {
  read: (text) =>
    text
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map((each) => {
        const [country, state, region] = each.split('-');
        return { country, ...(state ? { state } : {}), ...(region ? { region } : {}) };
      }),
  write: (value) =>
    ((value ?? []) as { country: string; state?: string; region?: string }[])
      .map(({ country, state, region }) => [country, state, region].filter(Boolean).join('-'))
      .join('\n'),
};

/** `[{ milestoneId }]` as IDs. */
export const asDependencies: Both = {
  write: (value) => ((value ?? []) as { milestoneId: string }[]).map((each) => each.milestoneId).join(' '),
};
