import { TableCellNode, TableNode, TableRowNode } from '@lexical/table';
import type { Klass, LexicalNode, LexicalNodeReplacement } from 'lexical';
import { GridCellNode } from './grid-cell-node.ts';
import { GridNode } from './grid-node.ts';
import { GridRowNode } from './grid-row-node.ts';

/** The nodes of tables. Whatever makes tables of Lexical's own classes, its reader of HTML for one, makes these. */
export const gridNodes: ReadonlyArray<Klass<LexicalNode> | LexicalNodeReplacement> = [
  GridNode,
  GridRowNode,
  GridCellNode,
  { replace: TableNode, with: () => new GridNode(), withKlass: GridNode },
  { replace: TableRowNode, with: () => new GridRowNode(), withKlass: GridRowNode },
  { replace: TableCellNode, with: copyOfCell, withKlass: GridCellNode },
];

function copyOfCell(cell: LexicalNode): GridCellNode {
  return cell instanceof TableCellNode
    ? new GridCellNode(cell.__headerState, cell.__colSpan, cell.__width)
    : new GridCellNode();
}
