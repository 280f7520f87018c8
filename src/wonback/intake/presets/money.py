"""Stripe, Xero and QuickBooks Online: who paid what, and who has stopped."""

from wonback.intake.presets.preset import Preset

# QuickBooks calls the same columns otherwise from one report to the next.
SALES = {
    "Transaction date": "day", "Date": "day", "Transaction type": "type", "Num": "reference", "No.": "reference", "Customer full name": "client_name",
    "Customer": "client_name", "Name": "client_name", "Product/Service": "product", "Product/Service full name": "product", "Description": "product",
    "Memo/Description": "product", "Quantity": "quantity", "Qty": "quantity", "Sales price": "unit_price", "Amount": "amount", "Currency": "currency",
}  # fmt: skip
PRESETS = (
    Preset(
        "stripe-customers", "Stripe: customers", "stripe", "client",
        ("id", "Email", "Delinquent", "Created (UTC)"),
        {
            "id": "id", "Name": "name", "Description": "name", "Email": "email", "Created (UTC)": "since", "Card Address City": "town",
            "Card Address Country": "country", "Currency": "currency",
        },
    ),
    Preset(
        "stripe-subscriptions", "Stripe: subscriptions", "stripe", "contract",
        ("id", "Customer ID", "Status", "Current Period End (UTC)|Canceled At (UTC)|Interval"),
        {
            "id": "id", "Customer ID": "client_id", "Customer Name": "client_name", "Customer Email": "client_email",
            "Customer Description": "client_name", "Product": "name", "Plan": "name", "Quantity": "quantity", "Interval": "interval",
            "Amount": "per_interval", "Plan Amount": "unit_per_interval", "Plan Currency": "currency", "Currency": "currency", "Status": "status",
            "Start Date (UTC)": "starts", "Start (UTC)": "starts", "Created (UTC)": "starts", "Ended At (UTC)": "ended",
            "Canceled At (UTC)": "cancelled", "Cancellation Reason": "client_reason", "Cancellation Feedback": "client_reason",
            "Cancellation Comment": "feedback",
        },
    ),
    Preset(
        "stripe-payments", "Stripe: payments", "stripe", "purchase",
        ("id", "Amount", "Amount Refunded", "Currency", "Status"),
        {
            "id": "id", "Amount": "amount", "Amount Refunded": "refunded", "Currency": "currency", "Status": "status", "Captured": "is_paid",
            "Created (UTC)": "day", "Created date (UTC)": "day", "Customer ID": "client_id", "Customer Description": "client_name",
            "Customer Name": "client_name", "Customer Email": "client_email", "Description": "product",
        },
    ),
    Preset(
        "stripe-invoices", "Stripe: invoices", "stripe", "purchase",
        ("id", "Number", "Amount Due", "Amount Paid", "Status|Paid", "Customer|Customer ID|Customer Email"),
        {
            "id": "id", "Charge": "charge", "Number": "reference", "Customer": "client_id", "Customer ID": "client_id", "Customer Name": "client_name",
            "Customer Description": "client_name", "Customer Email": "client_email", "Amount Paid": "amount", "Currency": "currency", "Status": "status",
            "Paid": "is_paid", "Paid At (UTC)": "day", "Date (UTC)": "day", "Created (UTC)": "day", "Finalized At (UTC)": "day", "Description": "product",
        },
        only_paid=True,
    ),
    Preset(
        "xero-invoices", "Xero: invoices", "xero", "purchase",
        ("ContactName", "InvoiceNumber", "InvoiceDate", "Total"),
        {
            "ContactName": "client_name", "InvoiceNumber": "reference", "InvoiceDate": "day", "Total": "amount", "TaxTotal": "tax",
            "Currency": "currency", "Type": "type", "Status": "status", "POCountry": "client_country",
        },
        lines="once",
    ),
    Preset(
        "xero-invoice-template", "Xero: lines of invoices to bring in", "xero", "purchase",
        ("ContactName", "InvoiceNumber", "InvoiceDate", "Quantity", "UnitAmount", "AccountCode"),
        {
            "ContactName": "client_name", "InvoiceNumber": "reference", "InvoiceDate": "day", "Quantity": "quantity", "UnitAmount": "unit_price",
            "Discount": "discount", "Description": "product", "Currency": "currency", "Type": "type", "Status": "status",
            "POCountry": "client_country",
        },
        never=("Total",), lines="sum",
    ),
    Preset(
        "xero-contacts", "Xero: contacts", "xero", "client",
        ("ContactName", "AccountNumber|EmailAddress", "FirstName|PhoneNumber|POCity"),
        {
            "ContactName": "name", "EmailAddress": "email", "PhoneNumber": "phone", "POCity": "town", "POCountry": "country", "Website": "domain",
        },
    ),
    Preset(
        "quickbooks-customer-detail", "QuickBooks: sales by customer", "quickbooks", "purchase",
        ("Transaction date|Date", "Transaction type", "Num|No.", "Amount", "Product/Service|Product/Service full name|Balance"),
        SALES, lines="sum", heading="client_name",
    ),
    Preset(
        "quickbooks-product-detail", "QuickBooks: sales by product", "quickbooks", "purchase",
        ("Transaction date|Date", "Transaction type", "Num|No.", "Customer full name|Customer", "Sales price", "Amount"),
        SALES, lines="sum", heading="product",
    ),
    Preset(
        "quickbooks-aging", "QuickBooks: what customers owe (A/R aging)", "quickbooks", "purchase",
        ("Date|Transaction date", "Transaction type", "Num|No.", "Customer full name|Customer", "Due date", "Open balance"),
        SALES, lines="sum", heading="aging",
    ),
    Preset(
        "quickbooks-customers", "QuickBooks: customer contact list", "quickbooks", "client",
        ("Customer full name|Customer", "Bill address|Billing address|Ship address", "Phone|Phone numbers|Email"),
        {"Customer full name": "name", "Customer": "name", "Email": "email", "Phone": "phone", "Phone numbers": "phone"},
    ),
    Preset(
        "quickbooks-invoice-template", "QuickBooks: invoices to bring in", "quickbooks", "purchase",
        ("InvoiceNo", "Customer", "InvoiceDate", "ItemAmount"),
        {
            "InvoiceNo": "reference", "Customer": "client_name", "InvoiceDate": "day", "ItemAmount": "amount",
            "Item(Product/Service)": "product", "ItemDescription": "product", "Currency": "currency",
        },
        lines="sum",
    ),
)  # fmt: skip
