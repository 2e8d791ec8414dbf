// JSON that everybody reads alike: UTF-8 without errors, and no name twice in one object (RFC 8259 leaves both open, I-JSON does not).

/** Why bytes are no such JSON, and where; undefined when they are, or are no JSON at all, which whoever parses them says. */
export interface NotStrict {
  /** Path of the field, with dots; empty where it is the whole. */
  field: string;
  why: string;
}

/** Two readers could take two values of it: one the first, another the last. */
const repeated = (field: string): NotStrict => ({
  field,
  why: `"${field.slice(0, 200)}" is given twice; give each name once in its object`,
});

const notUtf8: NotStrict = { field: '', why: 'the bytes are no valid UTF-8; send the text in UTF-8' };

export function whyNotStrict(bytes: Uint8Array): NotStrict | undefined {
  const text = utf8Of(bytes);
  if (text === undefined) return notUtf8;
  const field = repeatedName(text);
  return field === undefined ? undefined : repeated(field);
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

interface Level {
  /** Names so far; undefined in an array. */
  names: Set<string> | undefined;
  /** Name or index of what is read now. */
  at: string | number;
  isName: boolean;
}

/** One pass over strings and marks; everything between them is left to the parser. Linear, whatever it is given. */
export function repeatedName(text: string): string | undefined {
  const levels: Level[] = [];
  for (let place = 0; place < text.length; place += 1) {
    const level = levels.at(-1);
    switch (text[place]) {
      case '{':
        levels.push({ names: new Set(), at: '', isName: true });
        break;
      case '[':
        levels.push({ names: undefined, at: 0, isName: false });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ':':
        if (level) level.isName = false;
        break;
      case ',':
        if (level?.names) level.isName = true;
        else if (level) level.at = Number(level.at) + 1;
        break;
      case '"': {
        const end = endOfString(text, place);
        if (level?.names && level.isName) {
          level.at = nameOf(text.slice(place, end + 1));
          if (level.names.has(level.at)) return levels.map(({ at }) => at).join('.');
          level.names.add(level.at);
        }
        place = end;
        break;
      }
      default:
    }
  }
  return undefined;
}

/** The closing quote, or the end of a text that has none. */
function endOfString(text: string, start: number): number {
  for (let place = start + 1; place < text.length; place += 1) {
    if (text[place] === '\\') place += 1;
    else if (text[place] === '"') return place;
  }
  return text.length;
}

/** As the parser reads it: two spellings of one name are the same name. */
function nameOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
