// The rows of the first sheet of an XLSX, as a spreadsheet would have them.
import readXlsx from 'read-excel-file/node';

export async function rowsOf(content: Buffer): Promise<unknown[][]> {
  const [first] = (await readXlsx(content)) as unknown as { data: unknown[][] }[];
  return first?.data ?? [];
}
