/// Checks passwords one at a time: each costs 32 MiB, and many at once must not cost the machine.
actor PasswordCheck {
  /// What an unknown name's password is compared with, so that it takes as long as a known one's.
  private let nobody: PasswordHash

  init() throws { nobody = try PasswordHash(of: randomName(16)) }

  /// Whether a password opens an account; no closed account and no unknown name is ever opened.
  func opens(_ account: Account?, password: String) -> Bool {
    let hash = account.flatMap { PasswordHash($0.passwordHash) }
    let matches = (hash ?? nobody).matches(password)
    return matches && hash != nil && account?.isActive == true
  }
}
