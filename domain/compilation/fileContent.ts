// Whether a file's name and its content say the same of what it is. Signers open what they sign, so a program called design.pdf is shown as one.

/** What the first bytes of a file say it is, as its usual extension and media type. */
export interface FileContent {
  extension: string;
  /** e.g. `application/pdf`. */
  mediaType: string;
}

/** Formats that share their first bytes, each under the name that content of it may be found as. */
const families: readonly (readonly string[])[] = [
  ['jpg', 'jpeg', 'jpe', 'jfif'],
  ['tif', 'tiff', 'dng', 'nef', 'cr2', 'arw'],
  [
    'zip',
    'docx',
    'docm',
    'dotx',
    'xlsx',
    'xlsm',
    'xltx',
    'pptx',
    'pptm',
    'potx',
    'odt',
    'ods',
    'odp',
    'odg',
    'epub',
    'jar',
    'kmz',
    'vsdx',
    'mpp',
    'xps',
    'apk',
    'pages',
    'numbers',
    'key',
    'ifczip',
    'bcfzip',
    '3mf',
  ],
  ['cfb', 'doc', 'dot', 'xls', 'xlt', 'ppt', 'pot', 'msg', 'vsd', 'mpp', 'msi', 'pub'],
  ['mp4', 'm4v', 'm4a', 'mov', '3gp', 'f4v'],
  ['ogg', 'ogv', 'oga', 'ogx', 'opus'],
  ['asf', 'wma', 'wmv'],
  ['gz', 'tgz', 'tar.gz'],
  ['bz2', 'tbz2'],
  ['xz', 'txz'],
  ['ps', 'eps', 'ai'],
  ['pdf', 'ai'],
  ['mpg', 'mpeg', 'mpe'],
  ['heic', 'heif', 'avif'],
  ['mid', 'midi'],
  ['exe', 'dll', 'com', 'scr', 'sys', 'ocx'],
];

/** Every file of these begins with a signature; where none is found, it is something else, or damaged. */
const signed = new Set(
  [
    'pdf',
    'png',
    'jpg',
    'jpeg',
    'gif',
    'bmp',
    'tif',
    'tiff',
    'webp',
    'zip',
    'docx',
    'xlsx',
    'pptx',
    'odt',
    'ods',
    'odp',
  ].concat('doc', 'xls', 'ppt', 'msg', 'rar', '7z', 'gz', 'mp4', 'mov', 'exe'),
);

const extensionOf = (fileName: string): string => /\.([\p{L}\p{N}]{1,10})$/u.exec(fileName)?.[1]?.toLowerCase() ?? '';

const isAlike = (one: string, other: string): boolean =>
  one === other || families.some((each) => each.includes(one) && each.includes(other));

/**
 * In words, why a name is not that of its content; undefined where they agree, where the name says nothing, and where the content
 * has no signature and needs none, as text has not.
 */
export function whyNotAsNamed(fileName: string, content: FileContent | undefined): string | undefined {
  const named = extensionOf(fileName);
  if (content && isAlike(named, content.extension)) return undefined;
  if (content)
    return `${named === '' ? 'its name has no extension' : `its name ends in .${named}`}, and its content is that of a .${content.extension} file (${content.mediaType})`;
  return signed.has(named)
    ? `its name ends in .${named}, and its content does not begin like that of such a file`
    : undefined;
}
