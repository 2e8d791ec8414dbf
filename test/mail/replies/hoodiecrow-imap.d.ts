// The test IMAP server brings no types of its own; these are of the parts the tests use.
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';
  interface Hoodiecrow {
    server: Server;
    listen(port: number, listening: () => void): void;
    appendMessage(folder: string, flags: string[], internalDate: string | false, raw: string): void;
    getMailbox(folder: string): { messages: { flags: string[] }[] };
  }
  export default function hoodiecrow(options: object): Hoodiecrow;
}
