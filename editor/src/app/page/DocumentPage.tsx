export const DocumentPage = ({ id }: { readonly id: string }) => <main>{id}</main>;
