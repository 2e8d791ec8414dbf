// Bars as a picture, beside the table that says the same: made here, as SVG, since the pages take no script for it and no style of their own.

export interface Bar {
  label: string;
  /** As people read it. */
  said: string;
  /** Parts of it from the left, each with a class of its own. */
  parts: readonly number[];
}

const width = 640;
const labels = 190;
const figures = 90;
const rowHeight = 30;

/** Undefined where there is nothing to draw. */
export function barsOf(title: string, bars: readonly Bar[]) {
  const most = Math.max(0, ...bars.map((each) => sum(each.parts)));
  if (most === 0) return undefined;
  const unit = (width - labels - figures) / most;
  return {
    ...{ title, width, height: bars.length * rowHeight },
    says: `${title}: ${bars.map(({ label, said }) => `${label} ${said}`).join(', ')}`,
    rows: bars.map(({ label, said, parts }, index) => ({
      ...{ label, said, textY: index * rowHeight + 20, barY: index * rowHeight + 6 },
      saidX: labels + sum(parts) * unit + 8,
      parts: parts.map((each, place) => ({
        ...{ place, x: labels + sum(parts.slice(0, place)) * unit, width: each * unit },
      })),
    })),
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
