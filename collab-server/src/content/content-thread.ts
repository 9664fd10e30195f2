import { serveTasks } from './serve-tasks.ts';
import { contentTasks } from './tasks.ts';

serveTasks(contentTasks);
