// Pictures for tests: a PNG painted point by point.
import { crc32, deflateSync } from 'node:zlib';

type Paint = (x: number, y: number) => [red: number, green: number, blue: number, opacity: number];

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

export function png(width: number, height: number, paint: Paint): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (__, x) => paint(x, y)).flat()]),
  );
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** As somebody draws on the page: one stroke of ink on nothing. */
export const drawnPng = (waves = 5): Buffer =>
  png(360, 110, (x, y) => {
    const middle = 55 + 38 * Math.sin((x / 360) * waves * Math.PI) * (1 - x / 500);
    return [0, 0, 60, Math.abs(y - middle) < 5 && x > 10 && x < 340 ? 255 : 0];
  });

export const logoPng = (): Buffer =>
  png(120, 60, (x, y) => {
    const isRing = Math.abs(Math.hypot(x - 30, y - 30) - 22) < 6;
    const isBar = x > 64 && x < 112 && [15, 30, 45].some((bar) => Math.abs(y - bar) < 4);
    return isRing || isBar ? [122, 30, 70, 255] : [255, 255, 255, 0];
  });
