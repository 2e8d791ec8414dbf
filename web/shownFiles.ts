// Which files a page opens in place, and how: what a browser shows without running anything of it. Everything else is downloaded.
import { wordsIn, type Words } from '../mail/messages/words.ts';

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** SVG is none: it may hold scripts. */
export const isPicture = (mediaType: string): boolean => pictures.includes(mediaType);

/** Viewers of PDFs do not work in a sandbox; they are ones themselves. */
export const isOpened = (mediaType: string): boolean => mediaType === 'application/pdf';

/** Undefined for what is not opened in place. Nothing may be loaded from, run in or framed around it. */
export function policyFor(mediaType: string): string | undefined {
  if (isPicture(mediaType)) return "default-src 'none'; sandbox";
  return isOpened(mediaType)
    ? "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    : undefined;
}

/** As a list of files shows it; in English where nobody says who reads it. */
export const shownFile = <F extends { sizeBytes: number; mediaType: string }>(file: F, words?: Words) => ({
  ...file,
  size: sizeWords(file.sizeBytes, words),
  isPicture: isPicture(file.mediaType),
  isOpened: isOpened(file.mediaType),
});

export function sizeWords(bytes: number, { say, number }: Words = wordsIn(undefined)): string {
  if (bytes < 1024) return say('page.size.bytes', { bytes });
  return bytes < 1024 ** 2
    ? say('page.size.kb', { size: number(Math.round(bytes / 1024)) })
    : say('page.size.mb', { size: number(Math.round((bytes / 1024 ** 2) * 10) / 10) });
}
