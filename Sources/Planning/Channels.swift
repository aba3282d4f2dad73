package import CustomerRecords
import Tabular

/// By which way a customer is contacted: the rule's, else the one they prefer, else the one that has a number.
package struct Channels: Sendable {
  private let preferred: TextView
  private let phone: TextView
  private let guardian: TextView
  private let wechat: TextView
  private let email: TextView

  package init(_ records: Records) {
    preferred = records.customers.texts("preferred_channel")
    phone = records.customers.texts("phone")
    guardian = records.customers.texts("guardian_phone")
    wechat = records.customers.texts("wechat")
    email = records.customers.texts("email")
  }

  /// A canonical channel (电话, 微信 …), or nil where nothing is known of how to reach the customer.
  package func channel(of customer: Int32, _ rule: PlanRule) -> String? { channel(of: customer, wanted: rule.channel) }

  /// The wanted channel where the customer can be reached by it, else the preferred, else any.
  package func channel(of customer: Int32, wanted: String?) -> String? {
    for channel in [wanted, preferred[Int(customer)], "电话", "微信", "邮件"] {
      if let channel, reaches(channel, customer) { return channel }
    }
    return wanted ?? preferred[Int(customer)]
  }

  /// The channel of a mailing: the wanted one, else the preferred, else any written one; nil where none has an address.
  package func reachable(_ customer: Int32, wanted: String?) -> String? {
    for channel in [wanted, preferred[Int(customer)], "微信", "短信", "邮件"] {
      if let channel, ["微信", "短信", "邮件"].contains(channel), reaches(channel, customer) { return channel }
    }
    return nil
  }

  private func reaches(_ channel: String, _ customer: Int32) -> Bool {
    let row = Int(customer)
    switch channel {
    case "电话", "短信": return phone[row] != nil || guardian[row] != nil
    case "微信": return wechat[row] != nil
    case "邮件": return email[row] != nil
    default: return true
    }
  }
}
