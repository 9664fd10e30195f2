import { setTimeout as sleep } from 'node:timers/promises';
import { BenchClient } from '../client/bench-client.ts';
import { typedCharacter } from '../client/edits.ts';
import { confirm } from '../client/waiting.ts';
import { temporaryDir } from '../paths.ts';
import { withServer } from '../process/target-process.ts';
import { withinConstant } from '../report/bars.ts';
import { type Scenario, SERVERS } from '../scenario.ts';
import { DOCUMENT, storeDocument } from './trace-document.ts';

const TYPIST = 888;
const PAUSE_MS = 200;
/** Hocuspocus stores 2 to 10 s after a change. */
const STORED_AFTER_MS = 11_000;

export const slowTypingScenario: Scenario = {
  name: 'slow-typing',
  title: 'One person types 5 characters a second into the document of 260,000 edits',
  targets: SERVERS,
  repeats: 1,
  columns: [
    { figure: 'writtenPerByte', heading: 'bytes written / byte of update' },
    { figure: 'cpuPerEdit', heading: 'CPU ms / edit' },
  ],
  bars: [withinConstant('writtenPerByte', 'bytes written / byte of update', 450)],
  measure: async (target, { quick, typed, nodeArgs }) => {
    const dir = temporaryDir(target.name);
    await storeDocument(target, { dir }, typed());
    return withServer(target, { dir, nodeArgs }, async (server) => {
      const typist = new BenchClient(server, DOCUMENT, { staysLong: true });
      await confirm(typist, typed().client, typed().clock);
      await sleep(1_000);
      const written = server.meter.written();
      const spent = server.meter.start();
      const count = quick ? 50 : 200;
      let bytes = 0;
      for (let clock = 0; clock < count; clock++) {
        const update = typedCharacter(TYPIST, clock, 'x');
        bytes += update.length;
        typist.sendUpdate(update);
        await sleep(PAUSE_MS);
      }
      await sleep(STORED_AFTER_MS);
      const { cpu, starved } = spent();
      const writtenPerByte = (server.meter.written() - written) / bytes;
      typist.close();
      return { writtenPerByte, cpuPerEdit: (cpu * 1000) / count, starved };
    });
  },
};
