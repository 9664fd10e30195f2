#!/usr/bin/env node
import { Command, Option } from 'commander';
import { backUp, restore } from './commands/backup.ts';
import { compact } from './commands/compact.ts';
import { dataOption } from './commands/data-option.ts';
import { keepHeapSmall } from './commands/heap-size.ts';
import { move } from './commands/move.ts';
import { nodesOption } from './commands/nodes-option.ts';
import { describeServe } from './commands/serve.ts';
import { databaseOption } from './commands/stores.ts';
import { fail } from './commands/terminal.ts';
import { exportDocuments, FORMATS, importFiles } from './commands/transfer.ts';
import { verify } from './commands/verify.ts';

keepHeapSmall();

const program = new Command('cowrite').description(
  'Collaborative editing service: documents that people write together, durable before they are acknowledged.',
);

describeServe(program.command('serve', { isDefault: true }).description('start the service'));

const urlOption = (): Option =>
  new Option('--url <address>', 'of a running service; COWRITE_API_KEY or COWRITE_ADMIN_KEY opens it');

program
  .command('import')
  .description('make documents of Markdown, HTML or text files; of a folder while no service has it, or by --url')
  .argument('<files...>')
  .addOption(dataOption())
  .addOption(databaseOption())
  .addOption(urlOption())
  .addOption(nodesOption())
  .action(importFiles);

program
  .command('export')
  .description('write documents as files, all of them unless some are named; from a folder as above, or by --url')
  .argument('[ids...]')
  .addOption(dataOption())
  .addOption(databaseOption())
  .addOption(urlOption())
  .addOption(nodesOption())
  .addOption(new Option('--format <format>').choices(Object.keys(FORMATS)).default('markdown'))
  .addOption(new Option('--out <dir>', 'where the files go').default('.'))
  .action(exportDocuments);

program
  .command('backup')
  .description('copy documents and files into a new folder, as they are at one moment; the service may be running')
  .argument('<folder>')
  .addOption(dataOption())
  .action(backUp);

program
  .command('restore')
  .description('put a backup into a data folder that is empty')
  .argument('<backup>')
  .addOption(dataOption())
  .action(restore);

program
  .command('verify')
  .description('check the files, that every document loads, and all that they hold; or the same of a backup')
  .argument('[backup]')
  .addOption(dataOption())
  .addOption(databaseOption())
  .action(verify);

program
  .command('move')
  .description(
    'copy a data folder into an empty PostgreSQL database, and compare the two; the service has to be stopped',
  )
  .addOption(dataOption())
  .addOption(databaseOption())
  .action(move);

program
  .command('compact')
  .description('make the data as small as it can be; the service has to be stopped')
  .addOption(dataOption())
  .action(compact);

program.addHelpText(
  'after',
  '\nExit codes: 0 done, 1 it could not be done, 2 verify found damage, or move a difference.\nWithout a command the service is started: `cowrite serve --help` has its options.',
);

// Without this it would be taken for an argument of `serve`.
const [first = ''] = process.argv.slice(2);
if (/^\w/.test(first) && first !== 'help' && program.commands.every((command) => command.name() !== first)) {
  fail(`there is no command ${first}: cowrite --help lists them`);
}

await program.parseAsync();
