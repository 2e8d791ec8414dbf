// The package brings no types; only what is used here is declared.
declare module 'subset-font' {
  export default function subsetFont(
    font: Buffer,
    text: string | undefined,
    options: { keepAllGlyphs?: boolean; targetFormat?: 'sfnt'; variationAxes?: Record<string, number> },
  ): Promise<Buffer>;
}
