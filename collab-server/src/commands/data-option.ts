import { Option } from 'commander';

export const dataOption = (): Option =>
  new Option('--data <dir>', 'where documents are kept').env('COWRITE_DATA').default('data');
