// Where the service log goes: to standard output, for whoever collects it there, or into a file that is set aside when it has grown.
import { basename, dirname } from 'node:path';
import type { DestinationStream, Logger } from 'pino';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { Config } from '../config.ts';
import { createLog } from './createLog.ts';

/** Files that were set aside; the oldest goes when there is one more. */
const keptFiles = 10;
/** After a failure lines are let go for so long before the file is tried again. */
const pauseMilliseconds = 10_000;

export interface OpenedLog {
  log: Logger;
  /** For people. */
  place: string;
}

export function openLog(
  { logLevel, logTo, logFileMegabytes }: Pick<Config, 'logLevel' | 'logTo' | 'logFileMegabytes'>,
  file: string,
): OpenedLog {
  if (logTo === 'stdout') return { log: createLog(logLevel, process.stdout), place: 'standard output' };
  return { log: createLog(logLevel, rotatingFile(file, logFileMegabytes)), place: file };
}

/**
 * Never holds its caller up, and never throws: on a disk that is full the service goes on without its log, says so once where it was
 * started, and notes how many lines are missing when there is room again.
 */
export function rotatingFile(
  path: string,
  megabytes: number,
  { say = console.error, pause = pauseMilliseconds }: { say?: (text: string) => void; pause?: number } = {},
): DestinationStream {
  let lost = 0;
  /** Since the file last took what it was given. */
  let said = false;
  let stream: RotatingFileStream | undefined = open();

  function open(): RotatingFileStream {
    const opened = createStream(basename(path), {
      path: dirname(path),
      size: `${megabytes}M`,
      maxFiles: keptFiles,
      mode: 0o600,
    });
    opened.once('error', (error) => giveUp(opened, error));
    return opened;
  }

  function giveUp(failed: RotatingFileStream, error: Error): void {
    failed.on('error', () => undefined).destroy();
    stream = undefined;
    if (!said) say(`The log cannot be written to ${path} (${error.message}); the service goes on without it.`);
    said = true;
    setTimeout(() => {
      const again = open();
      again.once('open', () => (stream = again));
    }, pause).unref();
  }

  function noteMissing(file: RotatingFileStream): void {
    const lines = lost;
    lost = 0;
    const missing = {
      level: 50,
      time: Date.now(),
      pid: process.pid,
      lines,
      msg: 'lines are missing here: the log could not be written',
    };
    // What was written last may have been cut off.
    file.write(`\n${JSON.stringify(missing)}\n`, (error) => {
      if (error) lost += lines;
      else said = false;
    });
  }

  return {
    write(line) {
      if (!stream || stream.writableLength > backlog) {
        lost += 1;
        return;
      }
      if (lost > 0) noteMissing(stream);
      stream.write(line, (error) => {
        if (error) lost += 1;
      });
    },
  };
}

/** Bytes that wait for the disk; what comes beyond them is let go. */
const backlog = 16 * 1024 * 1024;
