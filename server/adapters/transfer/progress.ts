export interface PartProgress {
  add(bytes: number): void;
  /** The part has to be sent again: what was counted for it is taken back. */
  takeBack(): void;
}

export interface Progress {
  part(): PartProgress;
  /** Says how far it is now. */
  report(): void;
}

const REPORT_EVERY_BYTES = 1024 * 1024;

/** Adds up what all lanes moved, and says it about once per MiB. */
export function createProgress(bytesRecorded: number, onProgress: (bytesDone: number) => void): Progress {
  let done = bytesRecorded;
  let reported = -1;
  const report = () => {
    if (done === reported) return;
    reported = done;
    onProgress(done);
  };
  return {
    report,
    part() {
      let counted = 0;
      return {
        add(bytes) {
          counted += bytes;
          done += bytes;
          if (done - reported >= REPORT_EVERY_BYTES) report();
        },
        takeBack() {
          done -= counted;
          counted = 0;
          report();
        },
      };
    },
  };
}
