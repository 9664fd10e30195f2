import type { Scenario } from '../scenario.ts';
import { cursorsScenario } from './cursors.ts';
import { echoScenario } from './echo.ts';
import { fanOutScenarios } from './fan-out.ts';
import { idleConnectionsScenario } from './idle-connections.ts';
import { manyDocumentsScenario } from './many-documents.ts';
import { openTraceScenario } from './open-trace.ts';
import { slowTypingScenario } from './slow-typing.ts';
import { stallScenario } from './stall.ts';
import { twoNodesScenario } from './two-nodes.ts';
import { typeTraceScenario } from './type-trace.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...fanOutScenarios,
  echoScenario,
  cursorsScenario,
  manyDocumentsScenario,
  idleConnectionsScenario,
  openTraceScenario,
  typeTraceScenario,
  slowTypingScenario,
  stallScenario,
  twoNodesScenario,
];
