// What words for fields look like.

/** What a field means; with an example where the type alone would give a poor one. By its name, or by what it is in and its name. */
export type FieldWords = Readonly<Record<string, string | readonly [says: string, example: unknown]>>;
