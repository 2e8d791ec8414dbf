// Every record format there ever was, by name: a bag is read by the reader of its own format, whatever is archived today.
import { BagError, textOf, type Bag } from './bag.ts';
import { format1 } from './format1/format1.ts';
import type { RecordFormat } from './recordFormat.ts';

const formats: readonly RecordFormat[] = [format1];

/** Throws BagError for a bag that names no format, or one that came after this release. */
export async function formatOf(bag: Bag): Promise<RecordFormat> {
  const name = /^Record-Format: (\S+)$/m.exec(await textOf(bag, 'bag-info.txt'))?.[1];
  const known = formats.map((each) => each.name).join(', ');
  if (name === undefined)
    throw new BagError(`bag-info.txt names no Record-Format, so this is no record of a milestone; known are: ${known}`);
  const format = formats.find((each) => each.name === name);
  if (!format)
    throw new BagError(
      `bag-info.txt names the record format ${name}, and this release reads ${known}; check it with the release that wrote it, or a newer one`,
    );
  return format;
}
