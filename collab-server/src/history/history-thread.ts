import { serveTasks } from '../content/serve-tasks.ts';
import { historyTasks } from './history-tasks.ts';

serveTasks(historyTasks);
