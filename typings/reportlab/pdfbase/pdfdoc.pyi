class PDFStreamFilterZCompress:
    pdfname: str

PDFZCompress: PDFStreamFilterZCompress

class PDFDocument:
    defaultStreamFilters: list[PDFStreamFilterZCompress] | None
