"""Small exports, each in the shape of its program, each with a trap. What each must give stands beside it."""

import gzip
import io
import zipfile
from dataclasses import dataclass, field

TEAMS = "sales_agent,manager,regional_office\nMoses Frase,Dustin Brinkmann,Central\nDarcel Schlecht,Melvin Marxen,Central\nVicki Laflamme,Celia Rouche,West\n"
PRODUCTS = "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n"
ACCOUNTS = (
    "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
    "Cancity,technolgy,1996,1100.04,2822,United States,\nIsdom,medical,1999,251.41,495,United States,Cancity\n"
)
PIPELINE = (
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "1C1I7A6R,Moses Frase,GTXPro,Cancity,Won,2016-10-20,2017-03-01,4500\n"
    "Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Lost,2016-10-25,2017-03-11,0\n"
    "EC4QE1BX,Darcel Schlecht,MG Special,Cancity,Lost,2016-10-25,2017-03-07,0\n"
    "MV1LWRNH,Moses Frase,GTXPro,,Engaging,2016-10-25,,\n"
    "PE84CX4O,Vicki Laflamme,GTXPro,,Prospecting,,,\n"
)
MAVEN = {"sales_pipeline_csv": PIPELINE, "accounts_csv": ACCOUNTS, "products_csv": PRODUCTS, "sales_teams_csv": TEAMS}
RETAIL = (
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    "536365,85123A,WHITE HANGING HEART,6.0,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
    '536365,71053,"LANTERN, WHITE METAL",6.0,2010-12-01 08:26:00,3.39,17850.0,United Kingdom\n'
    "536366,22633,HAND WARMER,1.0,2010-12-01 08:28:00,0.0,17850.0,United Kingdom\n"
    "C536379,D,Discount,-1.0,2010-12-01 09:41:00,5.5,14527.0,France\n"
    "536381,82567,AIRLINE LOUNGE,2.0,2010-12-01 09:41:00,2.1,,United Kingdom\n"
)


def packed(text):
    return gzip.compress(text.encode())


def workbook(rows):
    """The smallest XLSX that a spreadsheet would open: one sheet of inline strings."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


@dataclass(frozen=True)
class Case:
    """One file and what it must give: preset, new records by kind, refused rows with the words of their reasons."""

    body: str | bytes
    preset: str
    new: dict[str, int]
    reasons: tuple[str, ...] = ()
    told: tuple[str, ...] = field(default=())


CASES = {
    "hubspot companies with a header in other letters": Case(
        "RECORD ID,company name,Company Domain Name,Company owner,Phone Number,Country/Region,Lifecycle Stage\n"
        "7,Acme GmbH,https://www.acme.de/start,Rosa Lindqvist,+49 30 1,Germany,customer\n8,Beta,beta.io,,,,lead\n",
        "hubspot-companies", {"client": 2, "person": 1},
    ),
    "hubspot contacts without a company": Case(
        "Record ID,First Name,Last Name,Email,Job Title,Associated Company\n1,Dana,Roe,Dana@Acme.de,Buyer,Acme\n2,Kim,Low,kim@low.org,,\n",
        "hubspot-contacts", {"contact": 1, "client": 1}, ("Say which client this belongs to",),
    ),
    "hubspot deals with american days and dollars": Case(
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Deal owner,Associated Company,Closed Lost Reason\n"
        '1,New roof,Closed lost,"$12,500.00",3/15/2024 2:30 PM,Rosa Lindqvist,Acme,Too expensive\n2,Old roof,Closed won,$900,03/04/2024,,Acme,\n',
        "hubspot-deals", {"deal": 2, "client": 1, "person": 1, "loss": 1},
    ),
    "salesforce accounts from the data loader": Case(
        "Id,IsDeleted,Name,Type,BillingCountry,OwnerId,CreatedDate,NumberOfEmployees\n"
        "0015000001,false,Acme,Customer - Direct,Germany,005x,2020-02-01T08:00:00.000Z,50\n"
        "0015000002,false,Beta,Prospect,#N/A,005x,2020-02-01T08:00:00.000Z,#N/A\n",
        "salesforce-accounts", {"client": 2},
    ),
    "salesforce opportunities that name only an id": Case(
        "Id,AccountId,Name,StageName,Amount,CloseDate,IsWon,OwnerId,Loss_Reason__c\n"
        "006A,001A,Big one,Closed Lost,5000,2025-01-31,false,005x,Chose another vendor\n006B,001A,Small,Negotiation,10,2026-01-31,false,005x,\n",
        "salesforce-opportunities", {"deal": 2, "client": 1, "loss": 1},
    ),
    "a salesforce report with its foot of legal lines": Case(
        '"Opportunity Owner","Account Name","Opportunity Name","Stage","Amount","Close Date"\n'
        '"Rosa Lindqvist","Acme","Roof","Closed Won","100","1/31/2025"\n'
        '"Grand Totals (1 record)","","","","",""\n"Confidential Information - Do Not Distribute","","","","",""\n'
        '"Copyright (c) 2000-2025 salesforce.com, inc. All rights reserved.","","","","",""\n',
        "salesforce-opportunity-report", {"deal": 1, "client": 1, "person": 1}, ("at the foot",) * 3,
    ),
    "pipedrive deals in two currencies, one deleted": Case(
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Organization,Deal - Status,Deal - Lost time,Deal - Lost reason\n"
        "1,Roof,100,USD,Acme,lost,2025-01-31 10:00:00,Timing\n2,Door,200,EUR,Acme,won,,\n3,Gate,5,EUR,Acme,deleted,,\n",
        "pipedrive-deals", {"deal": 2, "client": 1, "loss": 1}, ("deleted",),
    ),
    "pipedrive organizations, whose owner is not the client": Case(
        "Organization - Name,Organization - Owner,Organization - Parent\nAcme,Rosa Lindqvist,\nAcme Nord,Rosa Lindqvist,Acme\n",
        "pipedrive-organizations", {"client": 2, "person": 1},
    ),
    "pipedrive persons with two kinds of mail": Case(
        "Person - Name,Person - Email - Work,Person - Email - Home,Person - Organization,Person - Owner\nDana Roe,,dana@home.org,Acme,Rosa Lindqvist\n",
        "pipedrive-persons", {"contact": 1, "client": 1},
    ),
    "stripe customers of whom some have no name": Case(
        "id,Description,Email,Name,Created (UTC),Delinquent,Total Spend\ncus_1,,a@acme.de,Acme,2024-01-01 10:00,false,10\ncus_2,,b@beta.io,,2024-01-01 10:00,false,0\n",
        "stripe-customers", {"client": 2, "contact": 2},
    ),
    "stripe payments that failed or were paid back": Case(
        "id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer ID,Customer Email\n"
        "ch_1,2024-01-05 10:00,100.00,30.00,eur,Paid,cus_1,a@acme.de\nch_2,2024-01-06 10:00,50.00,0.00,eur,Failed,cus_1,a@acme.de\n",
        "stripe-payments", {"purchase": 1, "client": 1}, ("no purchase",),
    ),
    "xero invoices that repeat their total on every line": Case(
        "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,TaxTotal,LineAmount,Currency,Type,Status\n"
        "Acme,INV-1,25/07/2026,25/08/2026,120.00,20.00,50.00,GBP,Sales invoice,Paid\nAcme,INV-1,25/07/2026,25/08/2026,120.00,20.00,50.00,GBP,Sales invoice,Paid\n"
        "Acme,CN-1,26/07/2026,,12.00,2.00,10.00,GBP,Sales credit note,Paid\nPaper Ltd,B-1,26/07/2026,,9.00,0,9,GBP,Bill,Paid\n",
        "xero-invoices", {"purchase": 2, "client": 1}, ("something we bought",),
    ),
    "a german list of purchases": Case(
        "Kunde;Datum;Betrag;Rechnungsnummer\nMüller & Söhne GmbH;31.01.2026;1.234,56 €;R-1\nMuller & Sohne;01.02.2026;12,00 €;R-2\n".encode("cp1252"),
        "generic-purchases", {"purchase": 2, "client": 1}, (), ("Windows-1252", "decimal comma"),
    ),
    "a list in UTF-16": Case("Company\tCountry\nÉlan\tFrance\n".encode("utf-16"), "generic-clients", {"client": 1}),
    "a list in UTF-16 without a mark": Case("Company\tCountry\nAcme\tFrance\n".encode("utf-16-le"), "generic-clients", {"client": 1}),
    "a list with a mark of UTF-8": Case("\ufeffCompany,Country\nAcme,France\n", "generic-clients", {"client": 1}),
    "a packed list": Case(packed("Company,Country\nAcme,France\n"), "generic-clients", {"client": 1}),
    "a workbook": Case(workbook([["Company", "Country"], ["Acme", "France"], ["Beta", "Italy"]]), "generic-clients", {"client": 2}),
    "lines above the header": Case(
        "Acme Inc\nSales by Customer Detail\n\"January, 2026\"\n\nDate,Customer,Invoice,Amount\n01/31/2026,Beta,7,\"$4,250.00\"\n",
        "generic-purchases", {"purchase": 1, "client": 1}, (), ("The column names are in line 5",),
    ),
    "a header twice in one line": Case("Company,Country,Country\nAcme,France,Italy\n", "generic-clients", {"client": 1}),
    "a header again between the rows": Case("Company,Country\nAcme,France\nCompany,Country\nBeta,Italy\n", "generic-clients", {"client": 2}),
    "300 columns": Case(
        "Company," + ",".join(f"Custom {n}" for n in range(299)) + "\nAcme," + ",".join("x" for _ in range(299)) + "\n", "generic-clients", {"client": 1}
    ),
    "rows of many lengths": Case("Company,Country,Phone\nAcme\nBeta,Italy,1,,,\nGamma,Spain,2,3\n", "generic-clients", {"client": 2}, ("It has 4 cells",)),
    "line ends inside quotes": Case('Company,Country\n"Acme\nNord",France\n', "generic-clients", {"client": 1}),
    "days that do not exist": Case(
        "Client,Date,Amount\nAcme,31/02/2017,5\nAcme,28/02/2017,5\nAcme,soon,5\n", "generic-purchases", {"purchase": 1, "client": 1},
        ("There is no day 31/02/2017", "“soon” is not a day"),
    ),
    "amounts of many countries": Case(
        "Client,Date,Amount\nA,2025-01-01,\"1,234.50\"\nA,2025-01-02,(12.00)\nA,2025-01-03,\"£1,000\"\nA,2025-01-04,12.00-\nA,2025-01-05,=1+1\nA,2025-01-06,many\n",
        "generic-purchases", {"purchase": 4, "client": 1}, ("is a formula", "is not an amount"),
    ),
    "formulas in cells of text": Case('Company,Country\n"=HYPERLINK(""http://x"",""y"")",France\n@SUM(A1),Italy\n', "generic-clients", {"client": 2}),
    "a semicolon list with sep= on top": Case("sep=;\nCompany;Country\nAcme;France\n", "generic-clients", {"client": 1}, (), ("line 2",)),
    "the same client twice": Case("Company,Country\nAcme Ltd,France\nACME,Italy\n", "generic-clients", {"client": 1}),
    "contracts whose last day is before the first": Case(
        "Client,Contract number,Start date,End date,Annual value\nAcme,1,2025-01-01,2025-12-31,1200\nBeta,2,2025-01-01,2024-12-31,1200\n",
        "generic-contracts", {"contract": 1, "client": 1}, ("is before the first",),
    ),
    "clients who have left": Case("Company,Status,Churn date,Churn reason\nAcme,former,2025-05-01,Price\nBeta,active,,\n", "generic-clients", {"client": 2, "loss": 1}),
    "clients of a telephone company, who say in one column whether they left": Case(
        "customerID,PhoneService,Contract,Churn Label,Churn Reason\n1,Yes,Month-to-month,Yes,Attitude of support person\n2,No,One year,No,\n",
        "generic-clients", {"client": 2, "loss": 1}, (), ("One loss names no day",),
    ),
    "a client who left twice": Case(
        "account_id,churn_date,reason_code\nA-1,27-10-2024,pricing\nA-1,28-10-2024,support\n",
        "generic-leavings", {"client": 1, "loss": 2}, (), ("One had come back before they left again",),
    ),
    "deals of which only the day they were won or lost is told": Case(
        "mql_id,won_date,lost_date\n1,2/26/2018 19:58,\n2,,3/27/2018 10:00\n3,,\n", "generic-deals", {"client": 3, "deal": 3, "loss": 1}
    ),
    "contacts who asked to be left alone": Case("Company,Name,Email,Do not contact\nAcme,Dana,d@acme.de,yes\n", "generic-contacts", {"contact": 1, "client": 1, "permission": 1}),
    "the Maven pipeline alone": Case(PIPELINE, "maven-pipeline", {"deal": 5, "client": 2, "person": 3, "product": 2, "loss": 2}),
    "Online Retail": Case(RETAIL, "online-retail", {"purchase": 3, "client": 2}, ("Say which client",), ("One line takes something back", "One line costs nothing")),
}  # fmt: skip
# Files of which nothing can be read, and the sentence that says so.
REFUSED = {
    "an empty file": (b"", "Choose another file: “list.csv” is empty."),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "Export “list.csv” as CSV: it is a PNG file, not a table."),
    "a PDF": (b"%PDF-1.7\n", "Export “list.csv” as CSV: it is a PDF file, not a table."),
    "bytes": (bytes(range(256)) * 8, "Export “list.csv” as CSV: it is not a text file."),
    "a damaged archive": (packed("Company\nAcme\n" * 50)[:25], "Send “list.csv” again: its packed content is damaged."),
    "no header": (b"1,2\n3,4\n", "Add a line of column names at the top of “list.csv”: its first line holds values."),
    "blank lines": (b"\n\n,,\n", "Choose another file: “list.csv” holds no lines."),
    "columns nobody knows": (b"alpha,beta\n1,x\n", "Name the columns of “list.csv”"),
    "a workbook that is none": (
        b"PK\x03\x04 nothing",
        "Save “list.csv” as CSV or XLSX: it is no workbook we can read.",
    ),
}
