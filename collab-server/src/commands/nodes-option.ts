import { Option } from 'commander';

export const nodesOption = (): Option =>
  new Option('--nodes <module>', 'a JavaScript module with Lexical nodes of your own').env('COWRITE_NODES');
